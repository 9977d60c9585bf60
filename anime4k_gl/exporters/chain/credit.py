"""Whose work an export is: what heads every exported file."""

from __future__ import annotations

from .request import Request

CREDIT = (
    "The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).",
    "Exported by anime4k_gl, MIT licence.",
)
"""What stands at the head of every exported file, without comment signs."""


def credit(request: Request, comment: str = "// ") -> str:
    """Return the lines that head every exported file.

    Parameters
    ----------
    comment : what a comment's lines start with
    """
    overrides = [f"{name} = {request.params[name]:g}" for name in sorted(request.overridden)]
    lines = [request.title, *([f"With {', '.join(overrides)}."] if overrides else []), "", *CREDIT]
    return "".join(f"{comment}{line}".rstrip() + "\n" for line in lines)
