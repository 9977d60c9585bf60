"""Presets for other programs: a folder a target, each with a function from a request to files."""

from .api import export, export_targets
from .chain.request import Request
from .files import write_files
from .registry import TARGETS, Option, Target

__all__ = ["TARGETS", "Option", "Request", "Target", "export", "export_targets", "write_files"]
