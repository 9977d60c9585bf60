"""The installation steps that go with an mpv user shader."""

from __future__ import annotations

from ..chain.build import CREDIT
from ..chain.request import Request

_WHICH_BAKED = """\
For mpv with vo=gpu in any version since 0.35, with vo=gpu-next, and for players built on them. The
parameters are numbers in the file, because vo=gpu of released versions refuses a file with others.
For ones that can be set while playing, export again with --flavor gpu-next.
"""
_WHICH_TUNABLE = """\
For mpv 0.36 or later with vo=gpu-next, built with libplacebo 5.264 or later. The parameters stay
adjustable while playing. mpv 0.35 and vo=gpu of released versions refuse the file at its first
parameter: for those, and for the players below unless they say gpu-next, export again with
--flavor vo_gpu.
"""

_STEPS = """\
mpv
---
1. Copy {copied}
   into the folder "shaders" of mpv's configuration; make that if it is not there. mpv's is
       Linux      ~/.config/mpv/
       macOS      ~/.config/mpv/
       Windows    %APPDATA%\\mpv\\, or portable_config\\ beside mpv.exe
2. Add the lines of mpv.conf to the mpv.conf there, and those of input.conf to the input.conf.
3. Play something. Ctrl+a turns Anime4K off and on. Shift+i and then 2 lists the passes with their
   times; each is named Anime4K.
{strength}
Several shaders
---------------
"glsl-shader=" adds one file, so that a line for each file works everywhere. In one line, and in
input.conf, files are separated by ":" on Linux and macOS and by ";" on Windows:
    glsl-shaders="~~/shaders/{name}:~~/shaders/other.glsl"     Linux, macOS
    glsl-shaders="~~/shaders/{name};~~/shaders/other.glsl"     Windows
Put this file behind others that upscale: it works on the picture as it is shown.

IINA
----
1. Do the steps above with ~/.config/mpv/ on the Mac; make that folder if mpv itself is not there.
2. In Settings, Advanced, switch on "Enable advanced settings" and then "Use config directory" with
   ~/.config/mpv/. Start IINA again.
IINA draws through mpv's vo=gpu renderer, whatever mpv.conf says of vo, so it takes the vo_gpu
flavor. Keys that IINA has itself come first: look in Settings, Key Bindings.

Jellyfin MPV Shim
-----------------
Its mpv.conf, input.conf and "shaders" folder stand beside its conf.json:
    Linux      ~/.config/jellyfin-mpv-shim/
    Flatpak    ~/.var/app/com.github.iwalton3.jellyfin-mpv-shim/config/jellyfin-mpv-shim/
    macOS      ~/Library/Application Support/jellyfin-mpv-shim/
    Windows    %appdata%\\jellyfin-mpv-shim\\
A profile chosen from its own shader packs replaces the shaders of mpv.conf: choose none, or set
shader_pack_enable to false in conf.json. With an mpv of your own ("mpv_ext"), "mpv_ext_no_ovr" set
to true makes that mpv read its own configuration.

Plex HTPC, and Plex for desktops
--------------------------------
Put mpv.conf, input.conf and "shaders" into
    Windows    %LOCALAPPDATA%\\Plex HTPC\\           (or \\Plex\\)
    macOS      ~/Library/Application Support/Plex HTPC/     (or /Plex/)
    Flatpak    ~/.var/app/tv.plex.PlexHTPC/data/plex/
Start it once before, so that the folder is there. Take the vo_gpu flavor, and remove any vo= line:
the program draws mpv's picture inside its own window.

What it does
------------
{when}
It needs OpenGL 3.3, OpenGL ES 3.0, Vulkan or Direct3D 11, and render targets of 16-bit floats,
which is what mpv takes by itself (fbo-format).
"""

_ALWAYS = """\
It runs at every size, as published: where the picture is not scaled up it still deblurs. Export
again with --only-upscaling for a shader that then leaves the picture alone."""
_GATED = """\
It runs where the picture is scaled up, in both directions, and leaves it alone elsewhere. Export
again without --only-upscaling for a shader that also deblurs at the picture's own size."""

_KEYS = "Ctrl+PageUp and Ctrl+PageDown change the strength.\n"
_STRENGTH_BAKED = """\
Each strength is a file of its own, and those keys put one in the place of another; they set the
whole list of shaders, see input.conf. Any other strength: export again with --param.
"""
_STRENGTH_TUNABLE = """\
Any other value, of any of these, while playing, in mpv's console (the key ` or F1):
    set glsl-shader-opts {example}
{listed}
"""


def text(request: Request, name: str, *, tunable: bool, steps: int) -> str:
    """Return the steps as text.

    Parameters
    ----------
    name : the shader's file name
    tunable : whether its parameters can be set
    steps : how many strengths the keys go through
    """
    title = f"{request.title}, for mpv"
    strength = _KEYS + _STRENGTH_BAKED if steps > 1 else ""
    if tunable:
        listed = [
            f"    {p.name}: {p.minimum:g} to {p.maximum:g}, now {request.params[p.name]:g}\n"
            f"        {p.desc}"
            for p in request.shader.params
            if p.minimum is not None and p.maximum is not None
        ]
        first = request.shader.params[0].name if request.shader.params else "name"
        strength = (_KEYS if steps > 1 else "") + _STRENGTH_TUNABLE.format(
            example=f"{first}={request.params.get(first, 0):g}", listed="\n".join(listed)
        )
    body = _STEPS.format(
        copied=name if tunable else f'{name} and the folder "strength"',
        name=name,
        strength=strength,
        when=_GATED if request.options["only_upscaling"] else _ALWAYS,
    )
    which = _WHICH_TUNABLE if tunable else _WHICH_BAKED
    return f"{title}\n{'=' * len(title)}\n\n{which}\n{body}\n" + "\n".join(CREDIT) + "\n"
