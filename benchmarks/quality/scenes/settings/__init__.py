"""The places: skies, towns, woods, rooms, machines, beasts, plain grounds."""
