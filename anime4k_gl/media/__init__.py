"""Decoding, encoding and muxing through PyAV and Pillow. Knows nothing of OpenGL."""
