"""Which cases stand for others where each takes long."""
