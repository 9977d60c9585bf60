"""The picture in the window, and what stands over it."""
