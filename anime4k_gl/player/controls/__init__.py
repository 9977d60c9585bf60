"""What keys, scripts and tests do: with time, with tracks, with what is seen."""
