"""The file that is played, opened: a video, or sound with a cover; and how long it lasts."""
