"""The target mpv: a user shader with the lines of configuration that use it."""
