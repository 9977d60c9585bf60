"""The target touchdesigner: GLSL TOPs and the script that builds their chain."""
