"""The random number generators of the players."""
