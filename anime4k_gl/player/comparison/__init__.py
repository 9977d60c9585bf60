"""Two pictures of one frame: modes, panes and the loupe, without OpenGL."""
