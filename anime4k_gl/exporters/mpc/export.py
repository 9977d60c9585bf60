"""Pixel shaders for MPC-BE, MPC-HC, madVR and MPC Video Renderer, Direct3D 9 and 11.

A pass there sees one texture, the result of the pass before it, so all that a chain needs travels
in it: colour in rgb, and in alpha what is being blurred; the luma is computed again from rgb where
it is read. The passes are written in HLSL beside their GLSL siblings, as bodies that read through
``tap``; what differs between the two versions of Direct3D is put before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import OptionError
from ...glsl_syntax.words import has_word
from ...library import package_source, pass_shader
from ...library import preset as preset_of
from ..chain.credit import CREDIT
from ..chain.request import Request
from ..chain.templates import fill, read


@dataclass(frozen=True, slots=True)
class ReleaseChain:
    """A release's passes for these players.

    Attributes
    ----------
    release : for people
    stem : what its files' names begin with
    passes : below ``shaders/``, without ``.hlsl``; the first thins lines
    without_thinning : what stands in for the first where no lines are thinned
    alpha : whether something travels in alpha
    """

    release: str
    stem: str
    passes: tuple[str, ...]
    without_thinning: tuple[str, ...]
    alpha: bool


_RC = "v1.0-rc-reference"

CHAINS: Mapping[str, ReleaseChain] = {
    "v1.0": ReleaseChain(
        release="v1.0 RC",
        stem="Anime4K_v1.0_RC",
        passes=(
            f"{_RC}/thin_lines",
            f"{_RC}/gaussian_x",
            f"{_RC}/line_mask",
            f"{_RC}/gaussian_x",
            f"{_RC}/refine",
            f"{_RC}/fxaa",
        ),
        without_thinning=(f"{_RC}/luma",),
        alpha=True,
    ),
    "v0.9": ReleaseChain(
        release="v0.9",
        stem="Anime4K_v0.9",
        passes=("v0.9/thin_lines", "v0.9/refine"),
        without_thinning=(),
        alpha=False,
    ),
}
"""By what the names of a preset's pass folders begin with."""

PROFILES = {"d3d9": "ps_3_0", "d3d11": "ps_4_0"}


def export(request: Request) -> dict[str, str]:
    """Return a preset's release as numbered ``.hlsl`` files, and how to install them.

    All presets of a release come out alike.
    """
    chain = chain_of(request.preset)
    values = _values(chain, request)
    api = str(request.options["api"])
    paths = chain.passes
    if request.scale <= 1 or values["thin_strength"] == 0:
        paths = chain.without_thinning + paths[1:]
    stem = f"{chain.stem}_x{request.scale:g}"
    overrides = "".join(
        f", {name} = {request.params[name]:g}" for name in sorted(request.overridden)
    )
    files = {}
    for number, path in enumerate(paths, start=1):
        name = f"{stem}_{number}_{path.rpartition('/')[2]}.hlsl"
        label = f"Anime4K {chain.release}, {number} of {len(paths)}"
        files[name] = _shader(path, api, label, f"scale = {request.scale:g}{overrides}", values)
    return {**files, "README.txt": _readme(list(files), chain, api, request.scale)}


def chain_of(name: str) -> ReleaseChain:
    """Return a preset's chain.

    Raises
    ------
    OptionError : its release has none
    """
    folder = preset_of(name).passes[0]
    for prefix, chain in CHAINS.items():
        if folder.startswith(prefix):
            return chain
    raise OptionError(f"target 'mpc' has no shaders for preset {name!r}")


def _values(chain: ReleaseChain, request: Request) -> dict[str, float]:
    """Return the chain's constants: the preset's parameters, or else the GLSL siblings' own."""
    values: dict[str, float] = {"scale": request.scale}
    for path in (*chain.passes, *chain.without_thinning):
        for param in pass_shader(path).params:
            values[param.name] = float(request.params.get(param.name, param.default))
    return values


def _shader(path: str, api: str, label: str, made: str, values: Mapping[str, float]) -> str:
    """Return a pass as a file.

    Parameters
    ----------
    label : which release and pass
    made : what it was made with
    values : constants by name; those that the pass uses are written
    """
    text = package_source(f"{path}.hlsl").text
    header, _, body = text.partition("\n\n")
    # The first paragraph of the header says what the pass does; the second credits, as CREDIT does.
    title, *about = header.partition("\n//\n")[0].splitlines()
    lines = [
        f"// $MinimumShaderProfile: {PROFILES[api]}",
        f"// {label}: {title.partition(': ')[2]}",
        *about,
        f"// With {made}.",
        "//",
        *(f"// {line}" for line in CREDIT),
        "",
        read(__package__, f"{api}.hlsl"),
        *(
            f"static const float {name} = {value!r};"
            for name, value in values.items()
            if has_word(body, name)
        ),
        "",
        read(__package__, "tap.hlsl"),
    ]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n" + body


def _readme(names: Sequence[str], chain: ReleaseChain, api: str, scale: float) -> str:
    """Return the installation steps of files, whose names are in order."""
    d3d9 = api == "d3d9"
    players = "MPC-BE, MPC-HC, madVR" if d3d9 else "MPC-BE, MPC-HC"
    title = f"Anime4K {chain.release} for {players} and MPC Video Renderer"
    return fill(
        __package__,
        "README.txt",
        TITLE=title,
        RULE="=" * len(title),
        D3D9=d3d9,
        ALPHA=chain.alpha,
        RELEASE=chain.release,
        COUNT=str(len(names)),
        FOLDER="Shaders" if d3d9 else "Shaders11",
        CHOOSE="" if d3d9 else ", with DX11 chosen",
        KEY="ShaderListScreenSpace" if d3d9 else "Shaders11PostScale",
        LISTED="|".join(name.removesuffix(".hlsl") for name in names),
        ORDERED="\n".join(names),
        SCALE=f"{scale:g}",
        LINES=f"{2160 / scale:.0f}",
        CREDIT="\n".join(CREDIT),
    )
