"""What tests share: clips, a window's screen and keys, comparison of pictures."""
