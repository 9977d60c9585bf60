"""What a plan costs, read from its shaders' text."""
