"""Figures of what plays: the status line and the stats page."""
