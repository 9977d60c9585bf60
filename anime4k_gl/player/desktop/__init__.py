"""The desktop around the player: its screen saver, its media controls, its file manager."""
