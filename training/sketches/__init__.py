"""The sketches: dense strokes of every kind, seeded and endless, drawn to train on.

picture = draw(7, 960, 540)                 # (540, 960, 3) uint8

They show nothing in particular, but more of what is hard to scale than scenes have: scales,
feathers, hatching, hair, leaves, screentone, small letters, each as fine as a pixel and finer.
"""

from training.sketches.sketch import VERSION, draw

__all__ = ["VERSION", "draw"]
