"""Tuned values written to files: as a user's preset, or as an export for another program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...errors import OptionError
from ...library import NO_PRESET, preset, preset_names
from ...library.user_presets import named_path, write_preset
from .profiles import RenderProfile
from .tunables import Tunable, Values


def save_preset(
    name: str, profile: RenderProfile, tunables: Sequence[Tunable], *, overwrite: bool
) -> Path:
    """Write a profile's values as a preset into the user's folder; return the file.

    Raises
    ------
    OptionError : the name cannot be used, or there is nothing that can be saved
    Anime4KError : the file cannot be written
    """
    path = named_path(name, (*preset_names(), NO_PRESET))
    values = {t.key: t.value for t in tunables if t.changed}
    files = [Path(shader.filename) for shader in profile.fragment]
    base = profile.preset
    if base is not None and base not in preset_names():
        own = preset(base)
        base, files = (None, list(own.files)) if own.files else (own.base, [])
        # The shaders' own values are then those of a preset that is a user's: all are written.
        values = {t.key: t.value for t in tunables}
    if not profile.fragment:
        raise OptionError(f"{profile.name} has no parameters to save")
    if base is None and any(not file.is_file() for file in files):
        raise OptionError(f"{profile.name}: its shaders are not files, so it cannot be saved")
    write_preset(
        path, title=name.strip(), base=base, shaders=files, params=values, overwrite=overwrite
    )
    return path


def export_profile(
    profile: RenderProfile,
    target: str,
    folder: str,
    *,
    scale: float,
    values: Values,
    overwrite: bool,
) -> tuple[Path, list[Path]]:
    """Write a profile with its values for another program; return the folder and the files.

    Raises
    ------
    OptionError : the profile cannot be exported, or an option is not usable
    Anime4KError : a file cannot be written
    """
    if profile.preset is None:
        raise OptionError(f"{profile.name} is not a preset; only presets can be exported")
    from ... import exporters

    if not folder.strip():
        raise OptionError("export needs a folder to write to")
    files = exporters.export(target, preset=profile.preset, scale=max(1.0, scale), params=values)
    where = Path(folder.strip()).expanduser()
    return where, exporters.write_files(files, where, overwrite=overwrite)
