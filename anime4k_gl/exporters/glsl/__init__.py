"""The target glsl: plain fragment shaders with a manifest."""
