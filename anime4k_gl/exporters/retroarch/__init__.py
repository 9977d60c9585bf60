"""The target retroarch: a slang preset and its passes."""
