"""The picture's quality, measured against a truth that is drawn: scenes, and drawings by others."""
