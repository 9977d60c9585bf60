"""Headers of containers: what they say and FFmpeg keeps to itself, or PyAV does."""
