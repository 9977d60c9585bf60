"""The two interfaces of MPRIS as tables: properties, methods and signals, and their XML.

By the specification, version 2.2: https://specifications.freedesktop.org/mpris-spec/latest/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..playback.playback import MAX_SPEED, MIN_SPEED
from ..window.glfw_window import APP_ID
from .media_types import MEDIA_TYPES, URI_SCHEMES
from .mpris_state import MprisState
from .remote import Remote

OBJECT = "/org/mpris/MediaPlayer2"
BUS_NAME = "org.mpris.MediaPlayer2.anime4k_gl"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an interface.

    Attributes
    ----------
    signature : D-Bus's, of its value
    read : returns it
    write : sets it; None where it can only be read
    told : whether a change is told by a signal
    """

    signature: str
    read: Callable[[MprisState], Any]
    write: Callable[[Remote, Any], None] | None = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class RemoteMethod:
    """A method of an interface: its arguments, name and signature each, and what it does."""

    run: Callable[..., None]
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def signature(self) -> str:
        """D-Bus's, of all arguments."""
        return "".join(signature for _, signature in self.arguments)


def _always(value: Any) -> Callable[[MprisState], Any]:
    return lambda state: value


INTERFACES: Mapping[str, Mapping[str, Property]] = MappingProxyType({
    ROOT: {
        "CanQuit": Property("b", _always(True)),
        "CanRaise": Property("b", _always(True)),
        "CanSetFullscreen": Property("b", _always(True)),
        "HasTrackList": Property("b", _always(False)),
        "Identity": Property("s", _always(APP_ID)),
        "DesktopEntry": Property("s", _always(APP_ID)),
        "SupportedUriSchemes": Property("as", _always(list(URI_SCHEMES))),
        "SupportedMimeTypes": Property("as", _always(list(MEDIA_TYPES))),
        "Fullscreen": Property("b", lambda s: s.fullscreen, Remote.set_fullscreen),
    },
    PLAYER: {
        "PlaybackStatus": Property("s", lambda s: s.status),
        "LoopStatus": Property("s", lambda s: s.loop, Remote.set_loop),
        "Rate": Property("d", lambda s: s.rate, Remote.set_rate),
        "Metadata": Property("a{sv}", lambda s: s.track.metadata),
        "Volume": Property("d", lambda s: s.volume, Remote.set_volume),
        "Position": Property("x", lambda s: s.position_at(s.at), told=False),
        "MinimumRate": Property("d", _always(MIN_SPEED)),
        "MaximumRate": Property("d", _always(MAX_SPEED)),
        "CanGoNext": Property("b", lambda s: s.can_next),
        "CanGoPrevious": Property("b", lambda s: s.can_previous),
        "CanPlay": Property("b", _always(True)),
        "CanPause": Property("b", _always(True)),
        "CanSeek": Property("b", lambda s: s.can_seek),
        "CanControl": Property("b", _always(True), told=False),
    },
})  # fmt: skip
"""The properties, by interface and name."""

METHODS: Mapping[str, Mapping[str, RemoteMethod]] = MappingProxyType({
    ROOT: {
        "Raise": RemoteMethod(Remote.raise_window),
        "Quit": RemoteMethod(Remote.quit),
    },
    PLAYER: {
        "Next": RemoteMethod(Remote.next),
        "Previous": RemoteMethod(Remote.previous),
        "Pause": RemoteMethod(Remote.pause),
        "PlayPause": RemoteMethod(Remote.play_pause),
        "Stop": RemoteMethod(Remote.stop),
        "Play": RemoteMethod(Remote.play),
        "Seek": RemoteMethod(Remote.seek, (("Offset", "x"),)),
        "SetPosition": RemoteMethod(Remote.set_position, (("TrackId", "o"), ("Position", "x"))),
        "OpenUri": RemoteMethod(Remote.open_uri, (("Uri", "s"),)),
    },
})  # fmt: skip
"""The methods, likewise."""


def values(interface: str, state: MprisState) -> dict[str, tuple[str, Any]]:
    """Return signature and value of all properties of an interface."""
    known = INTERFACES[interface].items()
    return {name: (each.signature, each.read(state)) for name, each in known}


def changes(interface: str, before: MprisState, after: MprisState) -> dict[str, tuple[str, Any]]:
    """Return signature and value of the properties that are to be told as changed."""
    old, new, told = values(interface, before), values(interface, after), INTERFACES[interface]
    return {name: each for name, each in new.items() if told[name].told and old[name] != each}


def introspection() -> str:
    """Return the object's description in D-Bus's XML."""
    lines = [
        '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"',
        ' "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">',
        "<node>",
    ]
    for interface, properties in INTERFACES.items():
        lines.append(f'  <interface name="{interface}">')
        for name, method in METHODS[interface].items():
            lines.append(f'    <method name="{name}">')
            for argument, signature in method.arguments:
                lines.append(f'      <arg name="{argument}" type="{signature}" direction="in"/>')
            lines.append("    </method>")
        if interface == PLAYER:
            lines += [
                '    <signal name="Seeked">',
                '      <arg name="Position" type="x"/>',
                "    </signal>",
            ]
        for name, each in properties.items():
            access = "readwrite" if each.write else "read"
            lines.append(f'    <property name="{name}" type="{each.signature}" access="{access}">')
            if not each.told:
                note = "org.freedesktop.DBus.Property.EmitsChangedSignal"
                lines.append(f'      <annotation name="{note}" value="false"/>')
            lines.append("    </property>")
        lines.append("  </interface>")
    return "\n".join([*lines, _STANDARD, "</node>"])


_STANDARD = """\
  <interface name="org.freedesktop.DBus.Properties">
    <method name="Get">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="property_name" type="s" direction="in"/>
      <arg name="value" type="v" direction="out"/>
    </method>
    <method name="GetAll">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="properties" type="a{sv}" direction="out"/>
    </method>
    <method name="Set">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="property_name" type="s" direction="in"/>
      <arg name="value" type="v" direction="in"/>
    </method>
    <signal name="PropertiesChanged">
      <arg name="interface_name" type="s"/>
      <arg name="changed_properties" type="a{sv}"/>
      <arg name="invalidated_properties" type="as"/>
    </signal>
  </interface>
  <interface name="org.freedesktop.DBus.Introspectable">
    <method name="Introspect">
      <arg name="xml_data" type="s" direction="out"/>
    </method>
  </interface>
  <interface name="org.freedesktop.DBus.Peer">
    <method name="Ping"/>
    <method name="GetMachineId">
      <arg name="machine_uuid" type="s" direction="out"/>
    </method>
  </interface>"""
