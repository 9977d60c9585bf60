"""Subtitles as images: libass for text, bitmaps as they are."""
