"""The target reshade: one effect file."""
