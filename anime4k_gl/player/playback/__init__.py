"""Frames in time: the decoder's thread, the clock, and what is shown when."""
