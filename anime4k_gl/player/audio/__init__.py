"""Sound: decoded, filtered and handed to a device whose clock leads."""
