"""The targets: what each is for, which options it has, and where it is written."""

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
    name : what the command takes
    desc : which programs, in a line
    module : the module of this package that has ``export(request) -> dict[str, str]``
    options : its own
    """

    name: str
    desc: str
    module: str
    options: tuple[Option, ...] = field(default=())


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("mpv", "mpv and players built on it: IINA, Jellyfin MPV Shim, Plex HTPC", "mpv", (
            Option("flavor", "Which video output's rules.", "vo_gpu", ("vo_gpu", "gpu-next")),
            Option("only_upscaling", "Leave pictures alone that are not upscaled."),
        )),
        Target("mpc", "MPC-BE, MPC-HC, madVR, MPC Video Renderer", "mpc", (
            Option("api", "Which Direct3D.", "d3d9", ("d3d9", "d3d11")),
        )),
        Target("touchdesigner", "TouchDesigner, as a chain of GLSL TOPs", "touchdesigner"),
        Target("unity", "Unity, any render pipeline", "unity"),
        Target("retroarch", "RetroArch and librashader (slang)", "retroarch"),
        Target("magpie", "Magpie (MagpieFX)", "magpie"),
        Target("obs", "OBS Studio, as a script that adds a filter", "obs"),
        Target("reshade", "ReShade", "reshade"),
        Target("web", "a web page and an ES module (WebGL 2)", "web"),
        Target("glsl", "plain fragment shaders with a manifest, for your own engine", "glsl", (
            Option("es", "OpenGL ES 3.0 instead of OpenGL 3.3."),
        )),
    )
}  # fmt: skip
