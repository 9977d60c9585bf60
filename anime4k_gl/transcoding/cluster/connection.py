"""The way to a dask.distributed cluster: an existing one by its address, or one on this machine."""

from __future__ import annotations

import glob
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

from ...dependencies import require
from ...errors import MediaError, OptionError

LOCAL = "local"
"""The address of a cluster on this machine, of one worker a GPU."""

_PORT = 8786  # dask's own
_ANSWER_SECONDS = 1.5  # for somebody to answer at an address, and again for the first words
_LONGEST_GREETING = 1 << 20  # bytes; a scheduler's takes some hundred
_CONNECT_SECONDS = 3.0  # for a scheduler to say who it is
_WORKER_SECONDS = 20.0  # for workers on this machine to start


def check_address(address: str) -> None:
    """Raise `OptionError` for what is no address, `MediaError` where no scheduler answers."""
    if address == LOCAL:
        return
    host, port = _host_and_port(address)
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_SECONDS) as there:
            if _full(address).startswith("tcp://") and not _greets(there):
                raise _no_scheduler(address)
    except OSError as error:
        why = getattr(error, "strerror", None) or str(error)
        raise MediaError(
            f"--cluster {address}: nobody answers ({why.lower()}); start a scheduler there with"
            " dask scheduler, or give the address that it prints"
        ) from error


def _greets(there: socket.socket) -> bool:
    """Whether who accepted a connection begins as a scheduler does: with its greeting's length.

    Dask's own client would wait long for others, or take their words for a length.
    """
    there.settimeout(_ANSWER_SECONDS)
    told = b""
    try:
        while len(told) < 8:
            part = there.recv(8 - len(told))
            if not part:
                return False
            told += part
    except OSError:
        return False
    return 0 < int.from_bytes(told, "little") <= _LONGEST_GREETING


def _no_scheduler(address: str) -> MediaError:
    return MediaError(
        f"--cluster {address}: no dask scheduler answers there; give the address that dask"
        " scheduler prints"
    )


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Connect to a cluster; yield dask's client, with one worker at least.

    Raises
    ------
    MediaError : there is none, or it has no workers
    DependencyError : dask.distributed is not installed
    """
    require("distributed")

    quiet = logging.getLogger("distributed")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)  # what matters is said by us, in a line
    with ExitStack() as stack:
        stack.callback(quiet.setLevel, level)
        try:
            if address == LOCAL:
                there: Any = stack.enter_context(_local_cluster())
                seconds = _WORKER_SECONDS
            else:
                there, seconds = _full(address), _CONNECT_SECONDS
            client = stack.enter_context(_client(there))
        except (OSError, TimeoutError, ValueError, ImportError) as error:
            raise _no_scheduler(address) from error
        try:
            client.wait_for_workers(1, timeout=seconds)
        except TimeoutError as error:
            raise MediaError(
                f"--cluster {address}: the scheduler has no workers; start some with"
                f" dask worker {address}"
            ) from error
        yield client


def gpus() -> list[str]:
    """Return the numbers of this machine's NVIDIA GPUs, those that may be used."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        return [number for number in visible.split(",") if number.strip()]
    return [str(number) for number in range(len(glob.glob("/proc/driver/nvidia/gpus/*")))]


def _client(there: Any) -> Any:
    """Return dask's client, connected. Raises what dask raises, and TimeoutError."""
    import distributed

    ended: list[Any] = []

    def connect() -> None:
        try:
            ended.append(distributed.Client(there, timeout=_CONNECT_SECONDS, set_as_default=False))
        except Exception as error:
            ended.append(error)

    # It waits for ever where somebody accepts the connection and says nothing.
    thread = threading.Thread(target=connect, name="dask client", daemon=True)
    thread.start()
    thread.join(_CONNECT_SECONDS + 0.5)
    if not ended:
        raise TimeoutError("no answer")
    if isinstance(ended[0], Exception):
        raise ended[0]
    return ended[0]


@contextmanager
def _local_cluster() -> Iterator[Any]:
    import dask
    import distributed

    numbers = gpus()
    environments = [
        {
            "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
            "CUDA_VISIBLE_DEVICES": number,
            "GLCONTEXT_DEVICE_INDEX": number,  # of the drawing
        }
        for number in numbers
    ] or [{}]
    workers = {
        number: {
            "cls": distributed.Nanny,
            "options": {"nthreads": 1, "env": environment, "dashboard_address": None},
        }
        for number, environment in enumerate(environments)
    }
    scheduler = {
        "cls": distributed.Scheduler,
        "options": {"host": "127.0.0.1", "port": 0, "dashboard": False},
    }
    quiet = {"distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "critical"}
    with (
        dask.config.set(quiet),
        distributed.SpecCluster(
            workers=workers, scheduler=scheduler, silence_logs=logging.CRITICAL
        ) as cluster,
    ):
        yield cluster


def _full(address: str) -> str:
    if "://" in address:
        return address
    host, port = _host_and_port(address)
    return f"tcp://{f'[{host}]' if ':' in host else host}:{port}"


def _host_and_port(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host, port = None, 0
    if not host or any(letter.isspace() for letter in address):
        raise OptionError(
            f"--cluster {address!r}: must be a scheduler's address, such as tcp://host:{_PORT},"
            f" or {LOCAL}"
        )
    return host, port
