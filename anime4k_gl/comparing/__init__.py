"""The comparison of pictures with a truth, or with one another."""
