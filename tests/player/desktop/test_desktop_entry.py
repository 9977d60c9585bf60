"""The entry for menus and file managers: written, valid, and the player as it starts it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from anime4k_gl.cli.group import cli
from anime4k_gl.player.desktop import entry
from anime4k_gl.player.desktop.media_types import URI_SCHEMES
from anime4k_gl.player.session.playlist import Playlist, local_path


def lines(text: str) -> dict[str, str]:
    head, *rest = text.splitlines()
    assert head == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in rest)


def test_it_is_written_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    done = CliRunner().invoke(cli, ["desktop", "--install"])
    assert done.exit_code == 0, done.output
    file, icon = entry.installed_files(tmp_path / "data")
    known = lines(file.read_text("utf-8"))
    assert known["Exec"].endswith(" play --notify -- %U")
    assert known["Icon"] == known["StartupWMClass"] == file.stem == icon.stem == "anime4k-gl"
    assert "video/x-matroska;" in known["MimeType"]
    assert ET.parse(icon).getroot().tag.endswith("svg")
    assert CliRunner().invoke(cli, ["desktop", "--install"]).exit_code == 0, "an older one"
    if shutil.which("desktop-file-validate"):
        checked = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True)
        assert (checked.returncode, checked.stdout) == (0, "")
    done = CliRunner().invoke(cli, ["desktop", "--remove"])
    assert (done.exit_code, file.exists(), icon.exists()) == (0, False, False)
    done = CliRunner().invoke(cli, ["desktop", "--remove"])
    assert (done.exit_code, done.output) == (0, "nothing is installed\n")


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("in the way")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(entry.DesktopEntryError, match="data"):
        entry.install()
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(entry.DesktopEntryError, match="Open with"):
        entry.install()


@pytest.mark.skipif(not shutil.which("gio"), reason="GLib's tools are not installed")
def test_file_managers_start_it_with_addresses(tmp_path: Path) -> None:
    """Run by GLib, as GNOME's, Xfce's and others' file managers do."""
    folder = tmp_path / 'bin with "quotes" and $signs \\ `all`'
    folder.mkdir()
    said, script = tmp_path / "said", folder / "anime4k-gl"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(said))}.new\n'
                      f"mv {shlex.quote(str(said))}.new {shlex.quote(str(said))}\n")  # fmt: skip
    script.chmod(0o755)
    file = tmp_path / "anime4k-gl.desktop"
    file.write_text(entry.entry_text([str(script)]), "utf-8")
    videos = [tmp_path / "one é%20.mkv", tmp_path / "-two #?.mkv"]
    for video in videos:
        video.touch()
    subprocess.run(["gio", "launch", file, *videos], check=True, timeout=20)
    for _ in range(100):
        if said.exists():
            break
        subprocess.run(["sleep", "0.1"], check=True)
    words = said.read_text("utf-8").splitlines()
    assert words[:3] == ["play", "--notify", "--"]
    assert Playlist(words[3:], report=pytest.fail).items == tuple(map(str, videos))


def test_addresses_of_files() -> None:
    if os.name != "nt":
        assert local_path("file:///a%20b/%C3%A9%25.mkv") == "/a b/é%.mkv"
        assert local_path("file://localhost/a.mkv") == "/a.mkv"
        assert local_path("FILE:///a.mkv") == "/a.mkv"
        assert local_path("file:///%ff.mkv") == "/\udcff.mkv", "a name that is no UTF-8"
        assert local_path("file:///a b#1?.mkv") == "/a b#1?.mkv", "written by hand"
    for other in ("https://host/a%20b.mkv", "file://[host/a.mkv", "file://host/a.mkv"):
        assert local_path(other) == other
    assert "file" in URI_SCHEMES
