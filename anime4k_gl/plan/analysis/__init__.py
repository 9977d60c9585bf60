"""Figures about a plan: fetches and memory traffic."""
