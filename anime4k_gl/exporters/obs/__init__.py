"""The target obs: a script that adds a filter to OBS Studio."""
