"""Damage to videos: the signs of it, what FFmpeg complains of, and what is lost by it."""
