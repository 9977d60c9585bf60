"""The target web: a page and an ES module that run the presets through WebGL 2."""
