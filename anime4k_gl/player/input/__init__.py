"""Keys, mouse and dropped files, and the commands they are bound to."""
