"""The packets of a file in its order, to its end or as far as it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..failures import reason
from ..pyav import InputContainer, Packet, av
from .completeness import Progress


def demuxed(container: InputContainer, progress: Progress) -> Iterator[Packet[Any]]:
    """Yield the packets of all streams from where a file is; tell `progress` why it ends early."""
    packets = container.demux()
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except IndexError:  # at the end of a file, if streams appeared midway
            progress.late_streams = True
            return
        except (av.FFmpegError, OSError) as error:
            progress.unreadable(reason(error))
            return
        if packet.size:  # at the end PyAV adds an empty one for each stream
            yield packet
