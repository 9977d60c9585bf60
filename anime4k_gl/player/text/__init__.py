"""Text as pixels."""
