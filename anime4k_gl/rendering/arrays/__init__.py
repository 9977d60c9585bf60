"""Images in memory upscaled without a window: arrays, pictures, frames, on any thread."""
