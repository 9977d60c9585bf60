"""How a frame is made into a picture: render profiles, parameters, levels of quality."""
