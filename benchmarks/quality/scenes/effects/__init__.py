"""The effects: lines of haste, tones, lights, weather, magic."""
