"""OpenGL objects of the executor: textures, lookup tables, buffers, framebuffers."""
