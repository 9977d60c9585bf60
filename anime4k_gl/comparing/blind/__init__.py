"""Blind pairs: two results of a crop in unknown order, judged by eye, and what follows from it."""
