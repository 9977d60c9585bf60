"""Hosts with contexts of OpenGL ES, and of the OpenGL that macOS has."""
