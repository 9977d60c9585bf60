"""A queue file that people edit while it is worked through."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import anime4k_gl as a4k
from anime4k_gl.transcoding.shelf.items import Item, ShelfOutcome, State
from anime4k_gl.transcoding.shelf.queue_file import QueueFile


def expand(name: str) -> list[Item]:
    """A name stands for itself; one of a folder for two files."""
    path = Path(name)
    if path.name == "folder":
        return [Item(1, path / each, Path("out") / each) for each in ("a", "b")]
    return [Item(1, path, Path("out") / path.name)]


def queue(tmp_path: Path, text: str | None, *names: str) -> QueueFile:
    path = tmp_path / "queue.txt"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return QueueFile(path, expand, names)


def end(of: QueueFile, item: Item | None, state: State = "done") -> None:
    assert item is not None
    of.ended(item, ShelfOutcome(item.number, item.source, item.target, state))


def text_of(of: QueueFile) -> str:
    return of.path.read_bytes().decode("utf-8", "surrogateescape")


def replaced(of: QueueFile, text: str) -> None:
    """Save as most editors do: a new file under the old name."""
    new = of.path.with_suffix(".new")
    new.write_text(text, "utf-8")
    os.replace(new, of.path)


def test_lines_in_order_and_what_becomes_of_them(tmp_path: Path) -> None:
    of = queue(tmp_path, '\ufeff# mine\r\na.mkv\r\n\r\n  b c.mkv \r\n"\\n d.mkv"\n#e.mkv\n')
    names = [item.source for item in of.waiting()]
    assert names == [tmp_path / "a.mkv", tmp_path / "b c.mkv", tmp_path / "\n d.mkv"]
    states: tuple[State, ...] = ("done", "failed", "losses")
    for state in states:
        end(of, of.take(), state)
    assert of.take() is None
    assert text_of(of) == (
        "# mine\r\n# done: a.mkv\r\n\r\n# failed: b c.mkv\r\n"
        '# done with losses: "\\n d.mkv"\n#e.mkv\n'
    )


def test_edits_are_honoured(tmp_path: Path) -> None:
    of = queue(tmp_path, "1\n2\n3\n4\n")
    first = of.take()
    replaced(of, "1\n4\nnew\n2\n# and no 3\n")
    second = of.take()
    assert second is not None
    assert second.source.name == "4"
    end(of, first)
    assert text_of(of) == "# done: 1\n4\nnew\n2\n# and no 3\n"
    # What runs and is taken out goes on, and is not marked.
    replaced(of, "new\n2\n")
    end(of, second)
    assert text_of(of) == "new\n2\n"
    assert [item.source.name for item in of.waiting()] == ["new", "2"]
    third = of.take()
    # What was done and is written again as a line of its own is not done twice in one run.
    replaced(of, "1\n2\n")
    end(of, third)
    last = of.take()
    assert last is not None
    assert last.source.name == "2"
    assert of.take() is None


def test_a_folder_is_done_when_all_of_it_is(tmp_path: Path) -> None:
    of = queue(tmp_path, "folder\nz\n")
    one, two = of.take(), of.take()
    end(of, two, "failed")
    assert text_of(of) == "folder\nz\n"
    end(of, one)
    assert text_of(of) == "# failed: folder\nz\n"


def test_what_is_interrupted_stays(tmp_path: Path) -> None:
    of = queue(tmp_path, "a\n")
    end(of, of.take(), "interrupted")
    assert text_of(of) == "a\n"


def test_inputs_are_added_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    names = ("a.mkv", "#b.mkv", "../c\n.mkv", "/elsewhere/d.mkv", "\udcff.mkv")
    of = queue(tmp_path, "sub/a.mkv", *names)
    again = QueueFile(of.path, expand, names)
    assert text_of(again) == (
        'sub/a.mkv\nsub/#b.mkv\n"c\\n.mkv"\n/elsewhere/d.mkv\n"sub/\\udcff.mkv"\n'
    )
    found = [os.fspath(item.source) for item in again.waiting()]
    assert found == [
        f"{tmp_path}/sub/a.mkv", f"{tmp_path}/sub/#b.mkv", f"{tmp_path}/c\n.mkv",
        "/elsewhere/d.mkv", f"{tmp_path}/sub/\udcff.mkv",
    ]  # fmt: skip


def test_a_queue_that_vanishes_ends_the_run_and_is_said(tmp_path: Path) -> None:
    of = queue(tmp_path, "a\nb\n")
    first = of.take()
    of.path.unlink()
    assert of.take() is None
    assert of.notes == [f"{of.path}: the queue is gone; nothing more is begun"]
    end(of, first)


def test_a_line_that_is_no_json_is_said(tmp_path: Path) -> None:
    of = queue(tmp_path, '"a\nb\n')
    broken = of.take()
    assert broken is not None
    assert "not a JSON string" in broken.error
    end(of, broken, "failed")
    assert json.dumps("a")[:2] == '"a'
    assert text_of(of) == '# failed: "a\nb\n'


def test_a_queue_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "queue.txt").mkdir()
    with pytest.raises(a4k.MediaError, match=r"queue\.txt: is a directory"):
        queue(tmp_path, None)
