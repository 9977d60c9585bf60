"""OpenGL and OpenGL ES: what a context is, and what follows from that."""
