"""The parts behind `Upscaler`: a host's textures, what becomes of them, and objects left behind."""
