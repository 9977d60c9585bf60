"""OpenGL objects that the executor draws from and into: buffers, tables, framebuffers."""
