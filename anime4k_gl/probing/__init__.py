"""Probes: what a file holds, what is wrong with it, and what becomes of each part."""

from .probe import Probe, ProbeFinding

__all__ = ["Probe", "ProbeFinding"]
