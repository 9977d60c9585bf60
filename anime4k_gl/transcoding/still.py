"""A single picture written in any format there is, animated ones among them."""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np

from ..errors import OptionError
from ..media.animations.api import Animation, AnimationWriter
from ..media.pictures.api import PICTURE_SUFFIXES, write_picture
from ..media.pictures.picture import Picture
from ..media.target import MediaTarget, as_target

_GIF = ".gif"


def check_still(path: str | os.PathLike[str] | MediaTarget) -> None:
    """Raise `OptionError` unless a target's format is one of pictures."""
    target = as_target(path)
    if target.suffix not in (*PICTURE_SUFFIXES, _GIF):
        valid = (*PICTURE_SUFFIXES, _GIF)
        raise OptionError.unknown("picture format", target.suffix or target.base, valid)


def write_still(
    path: str | os.PathLike[str] | MediaTarget,
    picture: Picture,
    *,
    quality: int,
    overwrite: bool,
    recipe: str = "",
) -> tuple[str, ...]:
    """Write a picture, see `write_picture`; a GIF has one frame then."""
    target = as_target(path)
    check_still(target)
    if target.suffix == _GIF:
        return _write_gif(target, picture, overwrite=overwrite)
    return write_picture(target, picture, quality=quality, overwrite=overwrite, recipe=recipe)


def _write_gif(target: MediaTarget, picture: Picture, *, overwrite: bool) -> tuple[str, ...]:
    """Write a picture as a GIF of one frame; return what that cannot hold."""
    pixels = picture.pixels
    deep = pixels.dtype == np.uint16
    codes = ((pixels.astype(np.uint32) + 128) // 257 if deep else pixels).astype(np.uint8)
    if codes.shape[2] < 3:
        codes = np.concatenate([codes[..., :1]] * 3 + [codes[..., 1:]], axis=2)
    if codes.shape[2] < 4:
        codes = np.concatenate([codes, np.full_like(codes[..., :1], 255)], axis=2)
    alpha = codes[..., 3]
    info = Animation(
        codes.shape[1], codes.shape[0], 1, 1, bool((alpha < 255).any()),
        bool(((alpha > 0) & (alpha < 255)).any()), picture.metadata,
    )  # fmt: skip
    with AnimationWriter(target, info, overwrite=overwrite) as to:
        to.add(codes, Fraction(0))
    rounded = ("GIF holds 8 bits: the picture's 16 were rounded",) if deep else ()
    return (*rounded, *to.notes)
