"""The target magpie: one MagpieFX file."""
