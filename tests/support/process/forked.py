"""The command in a process of its own that begins with its modules loaded.

Importing them takes half a second of a processor, longer than what most tests have the command do.
So one process imports them, and each run is a child of it: with the folder, environment and files
it is given, and nothing done before it. Tests of how the command starts, of its pipes and signals
start it themselves.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ != "__main__":
    from support.paths import ROOT

MODULES = (
    "anime4k_gl.__main__", "anime4k_gl.cli.upscale", "anime4k_gl.check", "anime4k_gl.plan.report",
    "anime4k_gl.transcoding.animation", "anime4k_gl.transcoding.video", "PIL.ImageCms",
    "anime4k_gl.transcoding.still", "anime4k_gl.rendering.arrays.api", "anime4k_gl.gl.executor",
    "anime4k_gl.gl.offscreen", "glcontext", "tqdm",
)  # fmt: skip
"""What is imported before; they import what else `upscale` needs."""


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended.

    Attributes
    ----------
    code : its exit code, minus its signal where that ended it
    out, err : what it wrote
    peak : bytes of memory at its largest
    """

    code: int
    out: str
    err: str
    peak: int


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    timeout: float = 150,
    addresses: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run the command in a folder.

    Parameters
    ----------
    arguments : its words, without its name
    addresses : the bytes of addresses that it may have
    environment : its variables, this process's by default

    Raises
    ------
    subprocess.TimeoutExpired : it took longer than `timeout`, in seconds, and was killed
    """
    asked = {
        "arguments": list(arguments), "folder": str(folder), "addresses": addresses,
        "environment": dict(os.environ if environment is None else environment),
    }  # fmt: skip
    message = json.dumps(asked).encode("utf-8", "surrogateescape")
    server = _server()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with open(os.devnull, "rb") as nothing:
            head = len(message).to_bytes(4, "big")
            socket.send_fds(server, [head], [nothing.fileno(), out.fileno(), err.fileno()])
        server.sendall(message)
        child = int.from_bytes(_exactly(server, 4), "big")
        server.settimeout(timeout)
        try:
            code, peak = json.loads(_exactly(server, 32))
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            server.settimeout(None)
            _exactly(server, 32)
            raise subprocess.TimeoutExpired(list(arguments), timeout) from None
        finally:
            server.settimeout(None)
        out.seek(0)
        err.seek(0)
        texts = [file.read().decode("utf-8", "replace") for file in (out, err)]
    return Ended(code, *texts, peak)


@functools.cache
def _server() -> socket.socket:
    """Start the process whose children the runs are; it ends with this one."""
    here, there = socket.socketpair()
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    subprocess.Popen(
        [sys.executable, __file__, str(there.fileno())],
        pass_fds=[there.fileno()], stdin=subprocess.DEVNULL,
        # No threads that a child would not have.
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    there.close()
    return here


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError("the other side has ended")
        data += more
    return data


def _serve(connection: socket.socket) -> None:
    """Fork a child for each request, and say how it ended; returns in the child alone."""
    while True:
        head, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
        if not head:
            raise SystemExit
        asked = json.loads(_exactly(connection, int.from_bytes(head, "big")))
        child = os.fork()
        if not child:
            connection.close()
            _become(asked, descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        connection.sendall(child.to_bytes(4, "big"))
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        connection.sendall(json.dumps([code, used.ru_maxrss * 1024]).encode().ljust(32))


def _become(asked: dict[str, Any], descriptors: Sequence[int]) -> None:
    """Be the process that was asked for."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    if asked["addresses"] is not None:
        resource.setrlimit(resource.RLIMIT_AS, (asked["addresses"],) * 2)
    sys.argv = ["anime4k-gl", *asked["arguments"]]


if __name__ == "__main__":
    import gc
    import importlib

    for name in MODULES:
        importlib.import_module(name)
    gc.freeze()  # no child is to look through all of it, and so copy it
    from anime4k_gl.__main__ import main

    _serve(socket.socket(fileno=int(sys.argv[1])))
    main(sys.argv[1:])
