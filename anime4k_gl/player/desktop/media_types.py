"""The kinds of files and addresses that the player opens, as desktops name them."""

from __future__ import annotations

MEDIA_TYPES = (
    "video/3gpp", "video/3gpp2", "video/avi", "video/divx", "video/dv", "video/flv", "video/mp2t",
    "video/mp4", "video/mpeg", "video/msvideo", "video/ogg", "video/quicktime", "video/vnd.avi",
    "video/vnd.mpegurl", "video/webm", "video/x-flv", "video/x-m4v", "video/x-matroska",
    "video/x-ms-asf", "video/x-ms-wmv", "video/x-msvideo", "video/x-nut", "video/x-ogm+ogg",
    "video/x-theora+ogg", "application/mxf", "application/ogg", "application/vnd.apple.mpegurl",
    "application/vnd.ms-asf", "application/x-matroska", "audio/x-mpegurl",
)  # fmt: skip
"""MIME types: videos, and lists of them."""

URI_SCHEMES = ("file", "http", "https", "ftp", "sftp", "rtsp", "rtmp", "srt", "udp", "mmsh")
"""The beginnings of addresses."""
