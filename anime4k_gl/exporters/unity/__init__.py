"""The target unity: a shader and the scripts that draw it."""
