"""The host's context: which one is current, and moderngl's view of it."""
