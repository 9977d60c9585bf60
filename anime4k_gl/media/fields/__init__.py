"""Fields: the two halves of lines of an interlaced frame, found, told apart and put together."""
