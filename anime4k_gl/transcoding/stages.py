"""Overlapping stages of work, each in a thread of its own, joined by bounded queues."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_POLL_SECONDS = 0.1  # how soon a stage notices that nobody wants its items any more


class _End:
    """The end of a stage's items, with the error that ended it, if any."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class StageTimes:
    """Seconds spent by the name of the activity; each name is used by one thread at a time."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add the time of the block to a name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - start

    def seconds(self) -> dict[str, float]:
        """Return the times so far."""
        return dict(self._seconds)


def held_back(items: Iterable[T], count: int) -> Iterator[T]:
    """Yield each item after `count` more have been produced, which leaves it time to finish.

    An error is raised after the items that were produced before it.
    """
    held: deque[T] = deque()
    error: Exception | None = None
    try:
        for item in items:
            held.append(item)
            if len(held) > count:
                yield held.popleft()
    except Exception as caught:
        error = caught
    yield from held
    if error is not None:
        raise error


class Prefetch(Generic[T]):
    """Iterates over `items` in a thread, up to `depth` items ahead of the consumer.

    An iterator and a context manager: leaving it stops the thread, closes a generator it iterates
    over (in the thread that ran it) and waits for both. An error in the stage is raised to the
    consumer after the items that came before it.

    `times` gets the stage's working time as its `name`, its waits for room as ``NAME, queue full``
    and the consumer's waits as ``NAME, queue empty``.
    """

    def __init__(
        self, items: Iterable[T], *, depth: int, name: str, times: StageTimes | None = None
    ) -> None:
        self._name = name
        self._times = times or StageTimes()
        self._items = items
        self._queue: queue.Queue[T | _End] = queue.Queue(depth)
        self._stop = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._produce, name=name, daemon=True)
        try:
            self._thread.start()
        except BaseException:
            # Ctrl-C comes while the thread begins: what it reads from is about to be closed.
            self.close()
            raise

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._ended:
            raise StopIteration
        with self._times.measure(f"{self._name}, queue empty"):
            item = self._queue.get()
        if isinstance(item, _End):
            self._ended = True
            if item.error is not None:
                raise item.error
            raise StopIteration
        return item

    def __enter__(self) -> Prefetch[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the stage and wait until its thread has ended."""
        self._stop.set()
        while self._thread.is_alive():
            with contextlib.suppress(queue.Empty):  # make room for a waiting put
                self._queue.get_nowait()
            self._thread.join(_POLL_SECONDS)
        self._ended = True

    def _produce(self) -> None:
        if self._stop.is_set():
            return  # closed before it was known to run, so nobody waits for it
        error: BaseException | None = None
        try:
            items = iter(self._items)
            while True:
                with self._times.measure(self._name):
                    item = next(items)
                with self._times.measure(f"{self._name}, queue full"):
                    if not self._put(item):
                        break
        except StopIteration:
            pass
        except BaseException as caught:  # handed to the consumer
            error = caught
        finally:
            # A generator's clean-up may fail too; the consumer must still receive an end.
            try:
                close = getattr(self._items, "close", None)
                if close is not None:
                    close()
            except BaseException as caught:
                error = error or caught
            self._put(_End(error))

    def _put(self, item: T | _End) -> bool:
        """Queue an item; return False if the consumer is gone."""
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
                return True
            except queue.Full:
                continue
        return False
