"""The installation steps that go with the pixel shaders for MPC-BE, MPC-HC and madVR."""

from __future__ import annotations

from collections.abc import Sequence

from ..chain.build import CREDIT

_D3D9 = """\
These are for Direct3D 9: MPC-HC and MPC-BE with EVR (custom presenter), madVR, or MPC Video
Renderer without "Use Direct3D 11". For MPC Video Renderer with Direct3D 11, export again with
--api d3d11; a shader for the other one does not load.
"""
_D3D11 = """\
These are for Direct3D 11: MPC Video Renderer with "Use Direct3D 11", in MPC-BE or MPC-HC. For
EVR (custom presenter), madVR and MPC Video Renderer without it, export again with --api d3d9; a
shader for the other one does not load.
"""

_ALPHA = """\
Surfaces
--------
Between the passes the line detection travels in alpha, which takes 16-bit floating point surfaces.
With 8-bit ones alpha is lost (X8R8G8B8 reads 1) or too coarse, with 10-bit ones it has 2 bits; the
picture is then sharpened without regard to lines, and not anti-aliased. So set:
{surfaces}
32-bit floating point does as well, at twice the memory traffic.
"""
_NO_ALPHA = """\
Surfaces
--------
Any will do: nothing travels in alpha. 16-bit floating point is the most exact:
{surfaces}
"""
_SURFACES_D3D9 = """\
    MPC Video Renderer      its properties: Texture format, 16-bit Floating Point
    MPC-HC with EVR-CP      View > Renderer Settings > Presentation: Half Floating Point Processing
    MPC-BE with EVR-CP      Options > Video: surface format, 16-bit Floating Point
    madVR                   nothing of this kind to set; not tried by anime4k_gl
Some Intel drivers show black with EVR-CP's floating point: take MPC Video Renderer there."""
_SURFACES_D3D11 = """\
    MPC Video Renderer      its properties: Texture format, 16-bit Floating Point"""

_STEPS = """\
MPC-BE
------
1. Copy the .hlsl files into %APPDATA%\\MPC-BE\\{folder}\\, or into {folder}\\ beside the .ini where
   the settings are kept in one.
2. View > Shaders > Select shaders{choose}:
   add them to the post-resize list, in the order of their numbers, and enable it.
   The same without clicking: with MPC-BE closed, set "{key}" in its settings
   (HKEY_CURRENT_USER\\Software\\MPC-BE\\Settings, or [Settings] in the .ini) to this one line
   and "ToggleShaderScreenSpace" to 1:

{listed}

MPC-HC
------
1. Copy the .hlsl files anywhere they can stay; "Shaders" beside the program is usual.
2. Options > Playback > Shaders: add each file, then put them into the post-resize list, in this
   order, and save that as a preset, "{preset}":

{ordered}

   Play > Shaders then has the preset.
"""
_MADVR = """
madVR
-----
It takes post-resize shaders from MPC-BE and MPC-HC: as above.
"""

_SCALE = """\
Scale
-----
The players do not say by how much they scale, so it is written into the files: {scale:g} here,
{example}. For another one export again with --scale; the files' names differ,
so that several can be installed. The order matters, and so does that each file is there: a pass
reads what the one before it left.
"""


def text(names: Sequence[str], *, api: str, release: str, alpha: bool, scale: float) -> str:
    """Return the installation steps.

    Parameters
    ----------
    names : the shaders' file names in order
    api : ``d3d9`` or ``d3d11``
    alpha : whether something travels in alpha
    """
    d3d9 = api == "d3d9"
    stems = [name.removesuffix(".hlsl") for name in names]
    title = (
        f"Anime4K {release} for MPC-BE, MPC-HC{', madVR' if d3d9 else ''} and MPC Video Renderer"
    )
    steps = _STEPS.format(
        folder="Shaders" if d3d9 else "Shaders11",
        choose="" if d3d9 else ", with DX11 chosen",
        key="ShaderListScreenSpace" if d3d9 else "Shaders11PostScale",
        listed="|".join(stems),
        preset=f"Anime4K {release} x{scale:g}",
        ordered="\n".join(f"       {name}" for name in names),
    )
    surfaces = _SURFACES_D3D9 if d3d9 else _SURFACES_D3D11
    height = 2160 / scale
    return "\n".join(
        (
            title,
            "=" * len(title),
            "",
            _D3D9 if d3d9 else _D3D11,
            f"Every preset of the {release} family comes out as these same {len(names)} passes.\n",
            steps + (_MADVR if d3d9 else ""),
            (_ALPHA if alpha else _NO_ALPHA).format(surfaces=surfaces),
            _SCALE.format(scale=scale, example=f"as for {height:.0f} lines shown as 2160"),
            *CREDIT,
            "",
        )
    )
