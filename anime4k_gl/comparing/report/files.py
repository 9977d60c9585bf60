"""The files of a report: each appears under its name when it is whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...media.failures import failed
from ...media.output_file import OutputFile
from .model import Row
from .page import to_html
from .tables import to_csv, to_markdown


def write_html(
    path: str | os.PathLike[str], rows: Sequence[Row], *, overwrite: bool = False, **options: Any
) -> None:
    """Write a comparison as one HTML file that needs no other.

    Parameters
    ----------
    path : of the file
    rows : the comparison
    overwrite : replace a file that is there
    options : see `to_html`

    Raises
    ------
    MediaError : the file cannot be written, or a picture not be read
    OptionError : pictures of one scene have different sizes
    """
    write_text(path, to_html(rows, **options), overwrite=overwrite)


def write_csv(
    path: str | os.PathLike[str], rows: Sequence[Row], *, overwrite: bool = False
) -> None:
    """Write the rows as a table for programs, see `to_csv`; raises as `write_html` does."""
    write_text(path, to_csv(rows), overwrite=overwrite)


def write_markdown(
    path: str | os.PathLike[str], rows: Sequence[Row], *, overwrite: bool = False, **options: Any
) -> None:
    """Write the tables for people, see `to_markdown`; raises as `write_html` does."""
    write_text(path, to_markdown(rows, **options), overwrite=overwrite)


def write_text(path: str | os.PathLike[str], text: str, *, overwrite: bool = False) -> None:
    """Write a text file in UTF-8, beside its place first.

    Raises
    ------
    MediaError : it is there already and may not be replaced, or cannot be written
    """
    target = Path(path)
    output = OutputFile(target, overwrite=overwrite)
    try:
        output.path.write_text(text, "utf-8", errors="backslashreplace", newline="\n")
        output.publish()
    except OSError as error:
        raise failed(target, error) from error
    finally:
        output.discard()
