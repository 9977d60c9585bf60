"""The targets: what each is for, and which options it has."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """An option that only some targets have.

    Attributes
    ----------
    name : as in Python; on the command line with dashes
    help : a line
    default : a switch's is False
    choices : the values it takes; none for a switch
    """

    name: str
    help: str
    default: str | bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Something to export to.

    Attributes
    ----------
    name : what the command takes; the folder beside this module that has it is called the same
    desc : which programs, in a line
    options : its own
    """

    name: str
    desc: str
    options: tuple[Option, ...] = field(default=())


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("mpv", "mpv and players built on it: IINA, Jellyfin MPV Shim, Plex HTPC", (
            Option("flavor", "Which video output's rules.", "vo_gpu", ("vo_gpu", "gpu-next")),
            Option("only_upscaling", "Leave pictures alone that are not upscaled."),
        )),
        Target("mpc", "MPC-BE, MPC-HC, madVR, MPC Video Renderer", (
            Option("api", "Which Direct3D.", "d3d9", ("d3d9", "d3d11")),
        )),
        Target("touchdesigner", "TouchDesigner, as a chain of GLSL TOPs"),
        Target("unity", "Unity, any render pipeline"),
        Target("retroarch", "RetroArch and librashader (slang)"),
        Target("magpie", "Magpie (MagpieFX)"),
        Target("obs", "OBS Studio, as a script that adds a filter"),
        Target("reshade", "ReShade"),
        Target("web", "a web page and an ES module (WebGL 2)"),
        Target("glsl", "plain fragment shaders with a manifest, for your own engine", (
            Option("es", "OpenGL ES 3.0 instead of OpenGL 3.3."),
        )),
    )
}  # fmt: skip
