"""OBS Studio: its own libraries load the script and draw the filter, see obs_render.lua."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

_PICTURE = """\
local obs = obslua
local info = {{ id = "test_picture", type = obs.OBS_SOURCE_TYPE_INPUT }}
info.output_flags = obs.OBS_SOURCE_VIDEO
info.get_name = function() return "test picture" end
info.create = function()
    local data = {{ image = obs.gs_image_file() }}
    obs.obs_enter_graphics()
    obs.gs_image_file_init(data.image, "{path}")
    obs.gs_image_file_init_texture(data.image)
    obs.obs_leave_graphics()
    return data
end
info.get_width = function(data) return data.image.cx end
info.get_height = function(data) return data.image.cy end
info.video_render = function(data)
    obs.obs_source_draw(data.image.texture, 0, 0, data.image.cx, data.image.cy, false)
end
obs.obs_register_source(info)
"""


def missing() -> str | None:
    """Return what is not installed of what this needs."""
    for tool in ("luajit", "Xvfb"):
        if shutil.which(tool) is None:
            return tool
    lua = any(Path("/usr/lib").glob("**/obs-scripting/obslua.so"))
    return None if lua else "obs-studio"


def run(
    display: str,
    folder: Path,
    files: Mapping[str, str],
    image: Any,
    size: tuple[int, int],
    **settings: float,
) -> Any:
    """Return what the source with the filter looks like: (height, width, 4) float32.

    Parameters
    ----------
    display : an X display's name
    folder : an empty one
    """
    Image.fromarray(image).save(folder / "picture.png")
    (folder / "picture.lua").write_text(_PICTURE.format(path=folder / "picture.png"))
    (name,) = (name for name in files if name.endswith(".lua"))
    (folder / name).write_text(files[name])
    stem = name.removeprefix("anime4k-").removesuffix(".lua")
    identity = "anime4k_gl_" + "".join(c if c.isalnum() else "_" for c in stem)
    result = subprocess.run(
        ["luajit", str(Path(__file__).with_name("obs_render.lua")), str(folder / name), identity,
         str(folder / "picture.lua"), *map(str, size), str(folder / "result.rgba"),
         *(f"{key}={value}" for key, value in settings.items())],
        env={**os.environ, "DISPLAY": display, "HOME": str(folder)},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    assert "does not compile" not in said and "Error compiling shader" not in said, said
    width, height = size
    data = np.fromfile(folder / "result.rgba", np.uint8).reshape(height, width, 4)
    return data.astype(np.float32) / 255
