"""A message for someone who started the player without a terminal, as the desktop shows such."""

from __future__ import annotations

import contextlib

from ..window.glfw_window import APP_ID
from .session_bus import session_bus

_HEADING = "Not played"

PATIENCE = 2.0
"""Seconds for the desktop to answer in."""


def show_failure(text: str) -> bool:
    """Show why nothing plays, in plain text; return whether there is a desktop that does so."""
    address = session_bus()
    if address is None:
        return False
    with contextlib.suppress(Exception):  # it is the last thing that is tried
        from jeepney import DBusAddress, MessageType, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        name = "org.freedesktop.Notifications"
        object_ = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")  # some read it as markup
        message = new_method_call(
            object_, "Notify", "susssasa{sv}i", (APP_ID, 0, APP_ID, _HEADING, escaped, [], {}, -1)
        )
        with contextlib.closing(open_dbus_connection(address)) as connection:
            reply = connection.send_and_get_reply(message, timeout=PATIENCE)
            return reply.header.message_type is MessageType.method_return
    return False
