"""Encoding and muxing: video, copied streams, converted subtitles."""
