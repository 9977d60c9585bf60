"""A preset's passes as portable text, which every target but mpv and mpc is made of."""
