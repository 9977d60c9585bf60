"""The conversion of a network's file: an ONNX model or safetensors in, a user shader out."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ..errors import OptionError
from .compute import compute_passes
from .fragment import user_shader
from .network import Chroma, Network
from .onnx import load_onnx, name_of

FORMS = ("fragment", "compute")
MODELS = (".onnx", ".safetensors")
OUTPUTS = (".glsl", ".hook", ".safetensors")


def load_network(
    path: str | os.PathLike[str], *, name: str | None = None, chroma: str | None = None
) -> Network:
    """Return the network that a file holds.

    Parameters
    ----------
    path : an ONNX model, or a network as `Network.save` writes it
    name : what shaders call it; by default the file's own
    chroma : ``luma`` or ``joint``, how its change of luma changes colours; by default what a
        safetensors file says, and for ONNX ``luma``

    Raises
    ------
    OptionError : neither kind of file, or no such way
    NetworkError : there is no network in it that a shader can hold
    DependencyError : what reads it is not installed
    """
    valid = [each.value for each in Chroma]
    if chroma is not None and chroma not in valid:
        raise OptionError.unknown("chroma", chroma, valid)
    suffix = Path(path).suffix.lower()
    if suffix not in MODELS:
        raise OptionError(f"{os.fspath(path)}: must end in {' or '.join(MODELS)}")
    if suffix == ".onnx":
        return load_onnx(path, name=name or name_of(path), chroma=Chroma(chroma or "luma"))
    found = Network.load(path)
    return replace(found, name=name or found.name, chroma=Chroma(chroma or found.chroma))


def shader_of(network: Network, made_of: str, *, form: str = FORMS[0]) -> str:
    """Return a network as a user shader that doubles the picture.

    Parameters
    ----------
    made_of : the name of the file that it was in
    form : ``fragment``, which runs everywhere, or ``compute``, for OpenGL 4.3 and later

    Raises
    ------
    NetworkError : it has no compute form
    OptionError : there is no such form
    """
    if form not in FORMS:
        raise OptionError.unknown("form", form, FORMS)
    # All of it, wherever there are lines or not: it is to draw what the network does.
    made = compute_passes(network, gated=False) if form == "compute" else None
    about = (
        f"Made of {made_of} by anime4k-gl convert; SHA-256 of what it was made of:",
        network.recipe,
        "It doubles the picture; once more in a player's list of shaders for four times the size.",
    )
    text = user_shader(network, about, made)
    return text.replace(f"//!DESC Anime4K {network.name}: ", f"//!DESC {network.name}: ")
