"""The folder that a video's segments are in until they are joined: hidden beside the target.

Its name tells the target and a digest of the job. It stays after a kill, and the same job goes on
with it; another job for the same target starts over and removes it. Whoever works in it holds its
lock, which a killed run does not any more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import MediaError
from ...media.failures import failed
from .packet_file import Account, read_account, sync_folder

_SUFFIX = "segments"
_LEFTOVER = re.compile(r".*\.partial-[0-9a-f]{16}|halt-.*")
_JOB = "job.json"
_LOCK = "lock"
_SETTLED = "settled"
_MOST_TRIES = 10


class SegmentFiles:
    """The segments in a work folder that somebody holds.

    Attributes
    ----------
    path : of the folder
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self) -> None:
        """Raise `MediaError` if it is gone."""
        if not self.path.is_dir():
            raise MediaError(
                f"{self.path}: has vanished, with the segments in it; run the same command again"
            )

    def segment(self, number: int) -> Path:
        """Return the file of a segment."""
        return self.path / f"{number:05}.packets"

    def segments(self) -> dict[int, Account]:
        """Return the accounts of the segments that are whole, by their number."""
        found = {}
        for path in sorted(self.path.glob("[0-9]*.packets")):
            account = read_account(path)
            if account is not None:
                found[int(path.name.partition(".")[0])] = account
        return found


class WorkFolder(SegmentFiles):
    """The locked work folder of a job. A context manager; leaving it lets go of the lock.

    Parameters
    ----------
    target : the file that the segments become
    job : what decides what its frames are, as JSON has it; whatever differs is another job

    Attributes
    ----------
    notes : what was found there, a sentence each

    Raises `MediaError` if it cannot be made, or another run works on the same target.
    """

    def __init__(self, target: Path, job: Mapping[str, Any]) -> None:
        self._target = target
        self.notes: list[str] = []
        job = json.loads(json.dumps(job))  # as it comes back
        super().__init__(target.with_name(f"{_prefix(target)}{digest(job)}"))
        try:
            self._lock = self._locked()
            self._start_over(job)
            self._describe(job)
        except OSError as error:
            raise failed(self.path, error) from error

    def __enter__(self) -> WorkFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it; without a segment in it, it is removed."""
        if self._lock is not None:
            empty = not self.segments()
            if empty:
                self.remove()
            os.close(self._lock)
            self._lock = None
            if empty and sys.platform == "win32":  # which removes no open file
                self.remove()

    def remove(self) -> None:
        """Remove it, once its target is whole."""
        shutil.rmtree(self.path, ignore_errors=True)

    def halt_name(self, run: str) -> str:
        """Return the name of the file that ends the work of a run's helpers once it is there."""
        return f"halt-{run}"

    def halt(self, run: str) -> None:
        """End the work of a run's helpers."""
        with contextlib.suppress(OSError):
            (self.path / self.halt_name(run)).touch()

    def recall(self, name: str, value: int) -> int:
        """Return a value that the first run of the job has settled; `value`, if this is the first.

        Raises `MediaError` if it cannot be kept.
        """
        described = _job_of(self.path) or {}
        settled = described.setdefault(_SETTLED, {})
        if not isinstance(settled.get(name), int):
            settled[name] = value
            try:
                self._write(described)
            except OSError as error:
                raise failed(self.path, error) from error
        return int(settled[name])

    def _locked(self) -> int | None:
        """Make the folder if need be, and return its lock."""
        for _ in range(_MOST_TRIES):
            with contextlib.suppress(FileExistsError):
                self.path.mkdir(0o777)
                sync_folder(self.path.parent)
            _check_ours(self.path)
            try:
                lock = os.open(
                    self.path / _LOCK,
                    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
                    | getattr(os, "O_CLOEXEC", 0),
                    0o666,
                )  # fmt: skip
            except FileNotFoundError:  # another run has just removed it
                continue
            if not hold(lock):
                os.close(lock)
                raise MediaError(
                    f"{self._target}: another run is making it; wait for that, or choose another"
                    " name"
                )
            try:
                if os.path.samestat(os.fstat(lock), os.stat(self.path / _LOCK)):
                    return lock
            except FileNotFoundError:
                pass
            os.close(lock)
        raise MediaError(f"{self.path}: comes and goes; another run is making the same file")

    def _start_over(self, job: Mapping[str, Any]) -> None:
        """Remove what other jobs for the same target, and killed runs, have left."""
        prefix = _prefix(self._target)
        for path in self.path.parent.glob(f"{_escaped(prefix)}*"):
            if path == self.path or not re.fullmatch(r"[0-9a-f]{16}", path.name[len(prefix) :]):
                continue
            other = _job_of(path)
            if other is None or other.get("target") != self._target.name:
                continue
            with contextlib.suppress(OSError):
                _check_ours(path)
                lock = os.open(path / _LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
                try:
                    if not hold(lock):
                        raise MediaError(
                            f"{self._target}: another run, with other options, is making it; wait"
                            " for that, or choose another name"
                        )
                    shutil.rmtree(path)
                finally:
                    os.close(lock)
                self.notes.append(
                    f"started over: {path.name} was left by a run {_difference(other, job)};"
                    " removed it"
                )
        for path in self.path.iterdir():
            if _LEFTOVER.fullmatch(path.name):
                path.unlink()

    def _describe(self, job: Mapping[str, Any]) -> None:
        if _job_of(self.path) is None:
            self._write({**job, "target": self._target.name})

    def _write(self, described: Mapping[str, Any]) -> None:
        partial = self.path / f"{_JOB}.new"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(described, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, self.path / _JOB)


def digest(job: Mapping[str, Any]) -> str:
    """Return the digest of a job, 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()[:16]


def hold(lock: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else had."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass  # a file system without locks
    return True


def _prefix(target: Path) -> str:
    name = target.name.encode(errors="surrogateescape")[:120].decode(errors="ignore")
    return f".{name}.{_SUFFIX}-"


def _escaped(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)


def _check_ours(path: Path) -> None:
    """Raise `MediaError` for a folder that somebody else has put there, or a link to one."""
    found = os.lstat(path)
    foreign = sys.platform != "win32" and found.st_uid != os.getuid()
    if not stat.S_ISDIR(found.st_mode) or foreign:
        raise MediaError(f"{path}: is not a folder of yours; remove it, or write elsewhere")


def _job_of(path: Path) -> dict[str, Any] | None:
    try:
        job = json.loads((path / _JOB).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return job if isinstance(job, dict) else None


def _difference(other: Mapping[str, Any], job: Mapping[str, Any]) -> str:
    """Return in which way another job differs, in words that follow a noun."""
    if other.get("source") != job.get("source"):
        same = other.get("source", {}).get("path") == job.get("source", {}).get("path")
        return "of before the source changed" if same else "with another source"
    names = [name for name in job if other.get(name) != job[name]]
    return f"with another {', '.join(names[:3])}" if names else "of another kind"
