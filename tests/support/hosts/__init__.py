"""Hosts whose contexts and state are unusual."""
