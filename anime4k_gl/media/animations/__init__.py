"""Animated pictures in files: GIF, APNG, WebP, AVIF."""
