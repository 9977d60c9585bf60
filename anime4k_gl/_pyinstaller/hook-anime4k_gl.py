"""The hook for programs that import anime4k_gl: its shaders, other files, and late imports.

Most of those PyInstaller finds: what the package imports when it is asked for stands in it for type
checkers, too. So the player and what it needs come along where a program imports it.
"""

from __future__ import annotations

import contextlib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

from anime4k_gl.library.files import shaders_folder

hiddenimports = [
    *collect_submodules("anime4k_gl.exporters", lambda name: "build_anime4k" not in name),
    "anime4k_gl.transcoding.shelf.worker",  # which the runtime hook starts
    *collect_submodules("glcontext"),  # a module for each way to a context
]

_PAGES = ("html", "css", "js")
# Some templates of what is exported are Python themselves.
datas = collect_data_files(
    "anime4k_gl", include_py_files=True,
    includes=["assets/*", "exporters/**/*", *(f"comparing/**/*.{s}" for s in _PAGES)],
    excludes=["**/__pycache__/*"],
)  # fmt: skip
_shaders = Path(str(shaders_folder()))  # in a checkout beside the package, not in it
for _file in _shaders.rglob("*"):
    if _file.is_file():
        _place = Path("anime4k_gl", "shaders", _file.parent.relative_to(_shaders))
        datas.append((str(_file), str(_place)))
with contextlib.suppress(PackageNotFoundError):  # a source tree that was not installed
    datas += copy_metadata("anime4k-gl")

# A cluster's workers are started by Python, of which a packed program has none for others.
excludedimports = ["dask", "distributed"]
