"""Small convolutional networks that double luma: their files, what they compute, their shaders."""
