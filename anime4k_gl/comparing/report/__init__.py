"""The report of a comparison: tables in Markdown and CSV, and one HTML file that holds all.

A comparison is a list of `Row`, one for each picture, degradation and method. `Originals` says what
a picture was made of, for a reader who wants to see.
"""

from .files import write_csv, write_html, write_markdown
from .model import ImageReference, MetricFacts, Originals, Pixels, Row
from .page import to_html
from .tables import to_csv, to_markdown

__all__ = [
    "ImageReference",
    "MetricFacts",
    "Originals",
    "Pixels",
    "Row",
    "to_csv",
    "to_html",
    "to_markdown",
    "write_csv",
    "write_html",
    "write_markdown",
]
