"""One file while it plays, the list of files, and where a file was left."""
