"""mpv as the oracle of the user-shader engine: how to ask it, what with, and the shaders."""
