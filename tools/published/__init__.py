"""The parts of the comparison with players over published shaders."""
