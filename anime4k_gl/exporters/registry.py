"""The targets: what each is for, and which options it has."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TargetOption:
    """An option that only some targets have.

    Attributes
    ----------
    name : as in Python; on the command line with dashes
    help : a few words, which the command's help puts after the target's name
    default : a switch's is False
    choices : the values it takes; none for a switch
    """

    name: str
    help: str
    default: str | bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """Something to export to.

    Attributes
    ----------
    name : what the command takes; the folder beside this module that has it is called the same
    desc : the programs it is for, in a line of the command's help
    options : its own
    after_scaling : it has only pictures that were scaled before
    """

    name: str
    desc: str
    options: tuple[TargetOption, ...] = field(default=())
    after_scaling: bool = False


TARGETS: dict[str, ExportTarget] = {
    target.name: target
    for target in (
        ExportTarget("mpv", "mpv and players built on it: IINA, Jellyfin MPV Shim, Plex HTPC", (
            TargetOption("flavor", "video output to write for",
                         "vo_gpu", ("vo_gpu", "gpu-next")),
            TargetOption("only_upscaling", "skip pictures that are not upscaled"),
            TargetOption("compute", "the preset's compute passes: faster on graphics cards"),
        )),
        ExportTarget("mpc", "MPC-BE, MPC-HC, madVR, MPC Video Renderer", (
            TargetOption("api", "Direct3D version", "d3d9", ("d3d9", "d3d11")),
        ), after_scaling=True),
        ExportTarget("touchdesigner", "TouchDesigner, as a chain of GLSL TOPs"),
        ExportTarget("unity", "Unity, any render pipeline"),
        ExportTarget("retroarch", "RetroArch and librashader (slang)"),
        ExportTarget("magpie", "Magpie (MagpieFX)"),
        ExportTarget("obs", "OBS Studio, as a script that adds a filter"),
        ExportTarget("reshade", "ReShade", after_scaling=True),
        ExportTarget("web", "a web page and an ES module (WebGL 2)"),
        ExportTarget("glsl", "plain fragment shaders with a manifest, for your own engine", (
            TargetOption("es", "OpenGL ES 3.0 instead of OpenGL 3.3"),
        ), after_scaling=True),
    )
}  # fmt: skip
