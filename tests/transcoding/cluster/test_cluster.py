"""Workers of a dask cluster make the frames that one process makes, whatever happens to them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.clips.segment_clips import (
    LEAST,
    Facts,
    clip_with_cuts,
    command,
    facts,
    hidden,
    run,
)

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.transcoding.cluster import errands
from anime4k_gl.transcoding.cluster.connection import check_address
from anime4k_gl.transcoding.cluster.errands import Errand
from anime4k_gl.transcoding.segments import cuts

_QUICK: dict[str, Any] = {"preset": "none", "codec_preset": "ultrafast", "deinterlace": "off"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Cluster:
    """A scheduler and workers, each a process.

    Attributes
    ----------
    address : of the scheduler
    workers : their processes
    """

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="an extra")
    address = f"tcp://127.0.0.1:{free_port()}"
    log = (tmp_path / "cluster.log").open("wb")
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2],
         "--no-dashboard"], stdout=log, stderr=log, env=dict(os.environ),
    )  # fmt: skip
    line = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    workers: list[subprocess.Popen[bytes]] = []
    try:
        _wait_for(address)
        workers += [subprocess.Popen(line, stdout=log, stderr=log, cwd=tmp_path) for _ in range(2)]
        yield Cluster(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
        log.close()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            check_address(address)
        except MediaError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("no scheduler")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip_with_cuts(tmp_path_factory.mktemp("cluster") / "in.mkv")


@pytest.fixture(scope="module")
def whole(source: Path) -> Facts:
    """What one process gives."""
    target = source.with_name("whole.mkv")
    assert run(source, target).returncode == 0
    return facts(target)


def test_two_workers_make_the_frames_of_one_process(
    cluster: Cluster, source: Path, whole: Facts, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "out.mkv"
    done = run(source, target, "--cluster", cluster.address)
    assert done.returncode == 0, done.stderr
    assert facts(target) == whole
    assert hidden(target.parent) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_a_worker_that_is_killed_changes_nothing(
    cluster: Cluster, source: Path, whole: Facts, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "out.mkv"
    process = subprocess.Popen(
        command(source, target, "--cluster", cluster.address), stderr=subprocess.PIPE, text=True
    )
    for _ in range(3000):
        if list(target.parent.glob(".out.mkv.segments-*/*.packets*")):
            break
        time.sleep(0.01)
    cluster.workers[0].send_signal(signal.SIGKILL)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert facts(target) == whole


def test_nobody_at_an_address_is_a_line_within_seconds(source: Path, tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(MediaError, match=r"nobody answers .*; start a scheduler there"):
        a4k.transcode(
            source, tmp_path / "o.mkv", **_QUICK, cluster=f"tcp://127.0.0.1:{free_port()}"
        )
    assert time.monotonic() - begun < 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["", "tcp://", "a b:1", "tcp://host:port"])
def test_what_is_no_address_is_told(address: str, source: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="must be a scheduler's address"):
        a4k.transcode(source, tmp_path / "o.mkv", **_QUICK, cluster=address)


@pytest.mark.parametrize("words", [None, b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2"])
def test_somebody_else_at_an_address_is_a_line(
    words: bytes | None, source: Path, tmp_path: Path
) -> None:
    """Who says nothing, hangs up, or speaks something else."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer() -> None:
            if words is not None:
                there, _ = other.accept()
                there.sendall(words)
                there.close()

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(MediaError, match="no dask scheduler answers there"):
            a4k.transcode(source, tmp_path / "o.mkv", **_QUICK, cluster=address)
        assert time.monotonic() - begun < 5
        thread.join()


@pytest.fixture
def errand(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Errand]:
    """An errand as a run gives it out, in a work folder that is there."""
    from anime4k_gl.transcoding.cluster import run as cluster_run
    from anime4k_gl.transcoding.request import for_elsewhere, job_for, video_options_for
    from anime4k_gl.transcoding.segments.run import SegmentedRun
    from anime4k_gl.transcoding.videos.opened_video import OpenedVideo

    monkeypatch.setattr(cuts, "LEAST_SECONDS", Fraction(LEAST))
    request = dict.fromkeys(_names())
    request |= {name: value for name, value in _defaults().items()}
    request |= {**_QUICK, "source": source, "target": tmp_path / "o.mkv"}
    job = job_for(request)
    options = replace(video_options_for(request, job.target), request=for_elsewhere(request))
    with OpenedVideo(job, options) as opened, SegmentedRun(opened) as work:
        found, part, skim = cluster_run._cuts(work, opened)
        sharing = cluster_run._Sharing(None, work, opened, "nowhere")
        yield sharing._errand(1, 3, found, part, skim)


def _names() -> list[str]:
    import inspect

    return list(inspect.signature(a4k.transcode).parameters)


def _defaults() -> dict[str, Any]:
    import inspect

    found = inspect.signature(a4k.transcode).parameters.items()
    return {name: each.default for name, each in found if each.default is not each.empty}


def test_an_errand_travels_and_is_done_once(errand: Errand) -> None:
    import pickle

    told: list[int] = []
    errand = pickle.loads(pickle.dumps(errand))
    frames = errands.make(errand, told.append)
    folder = Path(errand.folder)
    made = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.packets")}
    assert sorted(made) == ["00001.packets", "00002.packets"]
    assert frames >= 2 * LEAST * 24 - 24
    assert errands.make(errand, told.append) == frames
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.packets")} == made


def test_a_worker_that_would_make_other_frames_refuses(errand: Errand) -> None:
    other = replace(errand, identity={**errand.identity, "shaders": "others"})
    with pytest.raises(MediaError, match="this worker would make other frames: its shaders differ"):
        errands.make(other, lambda _: None)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"versions": {"anime4k_gl": "0.0", "PyAV": "1", "FFmpeg": "1"}}, "has anime4k_gl 0.0, no"),
        ({"folder": False}, "does not see .*; write to storage that all workers share"),
        ({"source": "missing"}, "does not see .*; read from storage that all workers share"),
    ],
)
def test_workers_that_are_not_fit_are_named(
    told: dict[str, Any], said: str, tmp_path: Path
) -> None:
    from types import SimpleNamespace

    from anime4k_gl.transcoding.cluster.run import check_workers

    fit = {
        "versions": errands.versions(), "folder": True, "source": {"bytes": 1}, "renderer": "a",
    }  # fmt: skip
    work: Any = SimpleNamespace(
        folder=SimpleNamespace(path=tmp_path), identity={"source": {"bytes": 1}}
    )
    opened: Any = SimpleNamespace(job=SimpleNamespace(source=SimpleNamespace(path=tmp_path / "i")))

    def client(*answers: Any) -> Any:
        return SimpleNamespace(
            run=lambda *_, **__: {f"w{number}": one for number, one in enumerate(answers)}
        )

    assert check_workers(client(fit, fit), work, opened) == []
    (note,) = check_workers(client(fit, {**fit, "renderer": "b"}), work, opened)
    assert note.startswith("the workers draw with different devices")
    with pytest.raises(MediaError, match=f"worker w1: {said}"):
        check_workers(client(fit, {**fit, **told}), work, opened)
    with pytest.raises(MediaError, match="worker w0: No module named 'anime4k_gl'; it needs"):
        check_workers(client(ModuleNotFoundError("No module named 'anime4k_gl'")), work, opened)


def test_a_part_of_so_many_frames_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cuts, "LEAST_SECONDS", Fraction(LEAST))
    with pytest.raises(OptionError, match="not with --frames; say where the part ends with --to"):
        a4k.transcode(source, tmp_path / "o.mkv", **_QUICK, frames=100, cluster="local")
