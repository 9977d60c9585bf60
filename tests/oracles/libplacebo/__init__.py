"""libplacebo as the oracle of its dialect: how to ask it, and the files that show its rules."""
