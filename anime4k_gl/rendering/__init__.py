"""Pictures in, pictures out: how one is made, and the objects that make it."""
