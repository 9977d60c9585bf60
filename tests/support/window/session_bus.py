"""A session bus of the test's own, and what is asked for over it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

PROPERTIES = "org.freedesktop.DBus.Properties"

# Not the system's: a service of its own that is started by being asked for could answer, or hang.
_CONFIGURATION = """\
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def has_bus() -> bool:
    """Return whether there is a program to make one with."""
    return shutil.which("dbus-daemon") is not None


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Run a bus; its address."""
    file = folder / "bus.conf"
    file.write_text(_CONFIGURATION.format(folder=folder))
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={file}", "--print-address", "--nofork", "--nopidfile"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    assert address, "the bus does not start"
    try:
        yield address
    finally:
        daemon.terminate()
        daemon.wait(10)
        daemon.stdout.close()


class BusClient:
    """Another program on the bus. A context manager.

    Attributes
    ----------
    signals : those that came while something was waited for: interface or member, and arguments
    """

    def __init__(self, address: str) -> None:
        self.connection = open_dbus_connection(address)
        self.signals: list[tuple[str, Any]] = []

    def __enter__(self) -> BusClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def call(
        self, name: str, path: str, interface: str, member: str, signature: str = "", *body: Any
    ) -> Any:
        """Return what a method answers: its values, or ``(name of the error, text)``."""
        address = DBusAddress(path, bus_name=name, interface=interface)
        message = new_method_call(address, member, signature or None, body)
        serial = next(self.connection.outgoing_serial)
        self.connection.send(message, serial=serial)
        while True:
            reply = self.connection.receive(timeout=20)
            fields = reply.header.fields
            if reply.header.message_type is MessageType.signal:
                self.signals.append((fields[3], reply.body))  # by its member
            elif fields.get(5) == serial:  # the reply to it
                error = fields.get(4)
                return (error, *reply.body) if error else reply.body

    def bus(self, member: str, signature: str = "", *body: Any) -> Any:
        """Return what the bus itself answers."""
        name = "org.freedesktop.DBus"
        return self.call(name, "/org/freedesktop/DBus", name, member, signature, *body)

    def watch(self, name: str) -> None:
        """Have signals of a program noted."""
        self.bus("AddMatch", "s", f"type='signal',sender='{name}'")

    def names(self, beginning: str) -> list[str]:
        """Return the names on the bus that begin so."""
        (names,) = self.bus("ListNames")
        return sorted(name for name in names if name.startswith(beginning))
