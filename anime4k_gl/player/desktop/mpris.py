"""The player on the session's D-Bus: media keys, panels and scripts control it by MPRIS.

A thread listens and answers what it can from the last state it was told. What changes something is
done, and answered, in the player's own thread.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...dependencies import missing
from ...errors import Anime4KError
from ..notices import Report
from .mpris_interface import (
    BUS_NAME,
    INTERFACES,
    METHODS,
    OBJECT,
    PLAYER,
    PROPERTIES,
    changes,
    introspection,
    values,
)
from .mpris_state import MprisState
from .remote import Remote

_ERROR = "org.freedesktop.DBus.Error"
_NO_QUEUE, _OWNER = 4, 1  # of RequestName: the flag, and the answer
_JUMP = 0.002  # seconds that a picture seen in a pause may differ without being another one


class CallError(Anime4KError):
    """What a caller did wrong.

    Attributes
    ----------
    kind : D-Bus's name for it
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = f"{_ERROR}.{kind}"


@dataclass(frozen=True, slots=True)
class RemoteCall:
    """Something to be done in the player's thread, for a message that waits for its answer."""

    message: Any
    run: Callable[[Remote], None]


class MprisService:
    """The player's object on the bus.

    Parameters
    ----------
    address : the bus's
    wake : called from its thread when there is something to do
    report : takes messages, a line each, from any thread
    """

    def __init__(
        self, address: str, state: MprisState, *, wake: Callable[[], None], report: Report
    ) -> None:
        self._address, self._state = address, state
        self._wake, self._report = wake, report
        self._calls: queue.SimpleQueue[RemoteCall] = queue.SimpleQueue()
        self._connection: Any = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="anime4k_gl MPRIS", daemon=True)
        self._thread.start()

    def update(self, state: MprisState, *, jumped: bool) -> None:
        """Tell others what is different now.

        Parameters
        ----------
        jumped : whether the position is not where it had come to by itself
        """
        before, self._state = self._state, state
        if self._connection is None:
            return
        for interface in INTERFACES if state != before else ():
            changed = changes(interface, before, state)
            if changed:
                body: tuple[Any, ...] = (interface, changed, [])
                self._signal(PROPERTIES, "PropertiesChanged", "sa{sv}as", body)
        paused = state.status != "Playing" and before.status != "Playing"
        stepped = paused and abs(state.position - before.position) > _JUMP
        if (jumped or stepped) and state.track == before.track:
            self._signal(PLAYER, "Seeked", "x", (state.position_at(state.at),))

    def obey(self, remote: Remote, state: Callable[[], MprisState]) -> None:
        """Do what was asked for, and answer.

        Parameters
        ----------
        state : returns the state after that
        """
        while True:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            try:
                call.run(remote)
            except Anime4KError as error:
                self._refuse(call.message, f"{_ERROR}.InvalidArgs", str(error))
                continue
            self.update(state(), jumped=False)
            self._answer(call.message)

    def close(self) -> None:
        """Leave the bus."""
        self._ended.set()
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.interrupt()
        self._thread.join(1.0)

    # The thread.

    def _run(self) -> None:
        try:
            import jeepney.io.threading as bus
        except ImportError as error:
            self._report(f"no media controls: {missing(error) or error}")
            return
        try:
            connection = bus.open_dbus_connection(self._address)
        except Exception as error:  # whatever stands in the address
            self._report(f"no media controls: the session bus cannot be used: {error}")
            return
        with contextlib.closing(connection), contextlib.suppress(bus.ReceiveStopped, OSError):
            self._serve(connection)
        self._connection = None

    def _serve(self, connection: Any) -> None:
        from jeepney import MessageType

        asked = self._ask_for(connection, BUS_NAME)
        while not self._ended.is_set():
            message = connection.receive()
            header = message.header
            if header.message_type is MessageType.method_call:
                self._connection = connection
                self._take(message)
            elif header.fields.get(_reply_serial()) == asked:
                if message.body[0] == _OWNER:
                    self._connection = connection
                else:  # another player runs
                    asked = self._ask_for(connection, f"{BUS_NAME}.instance{os.getpid()}")

    def _ask_for(self, connection: Any, name: str) -> int:
        from jeepney.bus_messages import message_bus

        serial = next(connection.outgoing_serial)
        connection.send(message_bus.RequestName(name, _NO_QUEUE), serial=serial)
        return int(serial)

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields

        fields = message.header.fields
        path, interface = fields[HeaderFields.path], fields.get(HeaderFields.interface)
        member, given = fields[HeaderFields.member], fields.get(HeaderFields.signature, "")
        try:
            self._do(message, path, interface, member, given)
        except CallError as error:
            self._refuse(message, error.kind, str(error))

    def _do(self, message: Any, path: str, interface: str | None, member: str, given: str) -> None:
        body = message.body
        match interface, member, given:
            case "org.freedesktop.DBus.Peer", "Ping", "":
                self._answer(message)
            case "org.freedesktop.DBus.Peer", "GetMachineId", "":
                self._answer(message, "s", (_machine_id(),))
            case (("org.freedesktop.DBus.Introspectable" | None), "Introspect", ""):
                self._answer(message, "s", (_description(path),))
            case _ if path != OBJECT:
                raise CallError("UnknownObject", f"no object {path}")
            case (("org.freedesktop.DBus.Properties" | None), "Get", "ss"):
                known = values(_known(body[0]), self._now())
                if body[1] not in known:
                    raise CallError("UnknownProperty", f"{body[0]} has no property {body[1]}")
                self._answer(message, "v", (known[body[1]],))
            case (("org.freedesktop.DBus.Properties" | None), "GetAll", "s"):
                self._answer(message, "a{sv}", (values(_known(body[0]), self._now()),))
            case (("org.freedesktop.DBus.Properties" | None), "Set", "ssv"):
                self._set(message, *body)
            case _:
                self._call(message, interface, member, given)

    def _set(self, message: Any, interface: str, name: str, variant: tuple[str, Any]) -> None:
        each = INTERFACES[_known(interface)].get(name)
        if each is None:
            raise CallError("UnknownProperty", f"{interface} has no property {name}")
        write = each.write
        if write is None:
            raise CallError("PropertyReadOnly", f"{name} cannot be set")
        signature, value = variant
        if signature != each.signature:
            raise CallError("InvalidArgs", f"{name} is of type {each.signature}, not {signature}")
        self._hand_on(RemoteCall(message, lambda remote: write(remote, value)))

    def _call(self, message: Any, interface: str | None, member: str, given: str) -> None:
        if interface is not None and interface not in METHODS:
            raise CallError("UnknownInterface", f"no interface {interface}")
        names = METHODS if interface is None else (interface,)
        method = next((METHODS[name][member] for name in names if member in METHODS[name]), None)
        if method is None:
            raise CallError("UnknownMethod", f"no method {member}")
        if given != method.signature:
            wanted = method.signature or "nothing"
            raise CallError("InvalidArgs", f"{member} takes {wanted}, not {given or 'nothing'}")
        run = method.run
        self._hand_on(RemoteCall(message, lambda remote: run(remote, *message.body)))

    def _hand_on(self, call: RemoteCall) -> None:
        self._calls.put(call)
        self._wake()

    def _now(self) -> MprisState:
        now = time.perf_counter()
        state = self._state
        return replace(state, position=state.position_at(now) / 1e6, at=now)

    # Messages out, from both threads.

    def _answer(
        self, message: Any, signature: str | None = None, body: tuple[Any, ...] = ()
    ) -> None:
        from jeepney import MessageFlag, new_method_return

        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(new_method_return(message, signature, body))

    def _refuse(self, message: Any, kind: str, text: str) -> None:
        from jeepney import new_error

        self._send(new_error(message, kind, "s", (text,)))

    def _signal(self, interface: str, name: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        self._send(new_signal(DBusAddress(OBJECT, interface=interface), name, signature, body))

    def _send(self, message: Any) -> None:
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):  # the bus has gone, and its thread will see that
                connection.send(message)


def _known(interface: str) -> str:
    if interface not in INTERFACES:
        raise CallError("UnknownInterface", f"no interface {interface}")
    return interface


def _description(path: str) -> str:
    """Return the XML of an object, or of what is on the way to it."""
    if path == OBJECT:
        return introspection()
    inside = OBJECT.removeprefix(path if path == "/" else f"{path}/")
    if inside == OBJECT:
        raise CallError("UnknownObject", f"no object {path}")
    return f'<node><node name="{inside.lstrip("/").split("/")[0]}"/></node>'


def _machine_id() -> str:
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            return Path(place).read_text("ascii").strip()
    raise CallError("Failed", "this machine has no number")


def _reply_serial() -> Any:
    from jeepney import HeaderFields

    return HeaderFields.reply_serial
