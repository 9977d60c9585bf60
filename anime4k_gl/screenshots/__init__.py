"""Screenshots of the player: what they say of themselves, and drawing them again."""
