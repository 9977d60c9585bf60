"""What containers say that FFmpeg keeps to itself, or PyAV: read from their headers."""
