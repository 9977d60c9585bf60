"""Pictures in files: reading, writing, metadata."""
