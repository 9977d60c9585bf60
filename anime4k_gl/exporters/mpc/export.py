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
    passes : below ``shaders/``, without ``.hlsl``
    without_thinning : what stands in for the first, which thins lines, where none are thinned
    alpha : what the pictures become where alpha is lost that travels between the passes; empty
        where nothing does
    after_scaling : whether it changes only pictures that were scaled up
    again : the scale above which all passes come once more; None for none
    """

    release: str
    stem: str
    passes: tuple[str, ...]
    without_thinning: tuple[str, ...] | None = None
    alpha: str = ""
    after_scaling: bool = False
    again: float | None = None

    def at(self, scale: float, values: Mapping[str, float]) -> tuple[str, ...]:
        """Return the passes at a scale and with constants' values.

        Raises
        ------
        OptionError : at that scale they change nothing
        """
        if self.after_scaling and scale <= 1:
            raise OptionError(
                f"{self.release} changes only pictures that were scaled up: export it with --scale"
                f" above 1, not {scale:g}, or another --preset"
            )
        if self.without_thinning is not None and (scale <= 1 or values["thin_strength"] == 0):
            return self.without_thinning + self.passes[1:]
        return self.passes * (2 if self.again is not None and scale > self.again else 1)


_RC = "v1.0-rc-reference"
_SCALED = "v1.1/after_scaling"

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
        alpha="sharpened without regard to lines, and not anti-aliased",
    ),
    "v1.1": ReleaseChain(
        release="v1.1",
        stem="Anime4K_v1.1",
        passes=(
            f"{_SCALED}/edges",
            f"{_SCALED}/smooth_edges",
            f"{_SCALED}/push",
            f"{_SCALED}/faith",
        ),
        alpha="sharpened a little, and its lines are not thinned",
        after_scaling=True,
        again=2.6,
    ),
    "v0.9": ReleaseChain(
        release="v0.9",
        stem="Anime4K_v0.9",
        passes=("v0.9/thin_lines", "v0.9/refine"),
        without_thinning=(),
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
    paths = chain.at(request.scale, values)
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
    for path in (*chain.passes, *(chain.without_thinning or ())):
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
        ALPHA=bool(chain.alpha),
        LOST=chain.alpha,
        AFTER_SCALING=chain.after_scaling,
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
