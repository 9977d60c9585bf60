"""The passes of a plan as calls of OpenGL."""
