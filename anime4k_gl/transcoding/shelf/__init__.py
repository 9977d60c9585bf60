"""Many files, one after the other or several at once: found, named, done, reported."""
