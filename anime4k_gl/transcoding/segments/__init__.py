"""Videos in segments: each is written whole, so that a run that was stopped goes on after it."""
