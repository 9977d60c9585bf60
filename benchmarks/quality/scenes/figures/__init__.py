"""The characters: looks, faces, eyes, hair, clothes."""
