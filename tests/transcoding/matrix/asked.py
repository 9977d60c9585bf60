"""Files as ffprobe and ffmpeg see them: streams, packets, frames, colours."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from transcoding.matrix.clips import ffmpeg

from anime4k_gl.media.recipes import is_recipe

STREAM_FIELDS = {
    "video": ("sample_aspect_ratio", "field_order", "color_range", "color_space",
              "color_transfer", "color_primaries", "chroma_location"),
    "audio": ("codec_name", "profile", "sample_rate", "channels", "channel_layout"),
    "subtitle": ("codec_name",),
    "attachment": ("codec_name", "filename", "mimetype"),
    "data": ("codec_name",),
}  # fmt: skip
"""What is compared of each stream, beside its tags and dispositions."""

# Written anew, or of the old file alone.
STALE_TAGS = frozenset(
    {"encoder", "duration", "major_brand", "minor_version", "compatible_brands", "vendor_id"}
    | {"software", "handler_name", "creation_time", "filename", "mimetype"}
)

_LUMA = {"bt709": (0.2126, 0.0722), "smpte170m": (0.299, 0.114), "bt470bg": (0.299, 0.114),
         "bt2020nc": (0.2627, 0.0593), "smpte240m": (0.212, 0.087), "fcc": (0.3, 0.11)}  # fmt: skip


@dataclass
class Asked:
    """What ffprobe says of a file, and the picture that ffmpeg decodes.

    Attributes
    ----------
    streams : by kind, in order, as flat dicts of what is compared
    times : of the frames of the first video, in seconds
    packets : of each other stream in order: (time, digest of the data); times in seconds
    chapters : (start, end, title)
    tags : of the file
    side : of the first video: names and values of side data
    container : ffprobe's name of the reader
    video : all of what it says of the first video, and as ``frame`` of its first frame
    """

    streams: list[dict[str, Any]]
    times: list[float]
    packets: dict[int, list[tuple[float, str]]]
    chapters: list[tuple[float, float, str]]
    tags: dict[str, str]
    side: dict[str, Any]
    container: str
    video: dict[str, Any]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Return the streams of a kind."""
        return [stream for stream in self.streams if stream["kind"] == kind]


def ask(path: Path) -> Asked:
    """Return what ffprobe says of a file."""
    program = shutil.which("ffprobe")
    assert program is not None
    run = subprocess.run(
        [program, "-v", "error", "-of", "json", "-show_streams", "-show_format", "-show_chapters",
         "-show_packets", "-show_frames", "-show_data_hash", "md5", str(path)],
        capture_output=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    found = json.loads(run.stdout)
    videos = [s for s in found["streams"] if s["codec_type"] == "video" and not _cover(s)]
    video = videos[0]
    both = found.get("packets_and_frames", [])
    frames = [each for each in both if each["type"] == "frame"
              and each["stream_index"] == video["index"]]  # fmt: skip
    packets: dict[int, list[tuple[float, str]]] = {}
    for packet in both:
        if packet["type"] == "packet" and packet["stream_index"] != video["index"]:
            stamp = packet.get("pts_time", packet.get("dts_time", "nan"))
            packets.setdefault(packet["stream_index"], []).append(
                (float(stamp), packet.get("data_hash", ""))
            )
    return Asked(
        [_stream(stream) for stream in found["streams"]],
        [float(frame.get("best_effort_timestamp_time", "nan")) for frame in frames],
        packets,
        [
            (float(c["start_time"]), float(c["end_time"]), c.get("tags", {}).get("title", ""))
            for c in found["chapters"]
        ],
        _tags(found["format"]),
        {side["side_data_type"]: side for side in video.get("side_data_list", [])},
        found["format"]["format_name"],
        {**video, "frame": frames[0]},
    )


def patches_of(path: Path, asked: Asked) -> npt.NDArray[np.float64]:
    """Return the R'G'B' of the patches in the first frame, (2, 4, 3), by the tags of the file.

    What the file does not say is BT.601, and of limited range, as for all small videos.
    """
    video, frame = asked.video, asked.video["frame"]
    width, height = int(video["width"]), int(video["height"])
    name = str(video["pix_fmt"])
    bits = next((int(d) for d in ("16", "14", "12", "10") if f"p{d}" in name), 8)
    rgb = name.startswith(("rgb", "gbr", "bgr"))
    one = f"0:{video['index']}"
    data = ffmpeg(["-noautorotate", "-i", str(path), "-map", one, "-frames:v", "1",
                   "-pix_fmt", "gbrp16le" if rgb else name, "-f", "rawvideo", "-"])  # fmt: skip
    kind = np.dtype(np.uint8) if bits == 8 and not rgb else np.dtype("<u2")
    planes = _planes(np.frombuffer(data, kind), "444" if rgb else name, width, height)
    # A patch's middle, away from the chroma of its neighbours.
    across = [(2 * n + 1) * width // 8 for n in range(4)]
    down = [(2 * n + 1) * height // 4 for n in range(2)]
    codes = np.stack([plane[down][:, across] for plane in planes], -1).astype(np.float64)
    if rgb:
        red_first: npt.NDArray[np.float64] = codes[..., [2, 0, 1]] / 257
        return red_first
    top = float((1 << bits) - 1)
    unit = float(1 << (bits - 8))
    levels = frame.get("color_range") or video.get("color_range") or "tv"
    full = levels == "pc" or name.startswith("yuvj")
    y, cb, cr = np.moveaxis(codes, -1, 0)
    if full:
        y, cb, cr = y / top, (cb - 128 * unit) / top, (cr - 128 * unit) / top
    else:
        y, cb, cr = (y / unit - 16) / 219, (cb / unit - 128) / 224, (cr / unit - 128) / 224
    space = frame.get("color_space") or video.get("color_space")
    kr, kb = _LUMA.get(space or "", _LUMA["smpte170m"])
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    green = (y - kr * red - kb * blue) / (1 - kr - kb)
    return np.stack([red, green, blue], -1) * 255


def _planes(data: npt.NDArray[Any], name: str, width: int, height: int) -> list[npt.NDArray[Any]]:
    """Return three planes of full size, of a planar format's bytes."""
    if name.startswith("gray"):
        luma = data.reshape(height, width)
        middle = np.full_like(luma, 1 << (7 if data.itemsize == 1 else 9))
        return [luma, middle, middle]
    across = 1 if "444" in name else 4 if "411" in name else 2
    down = 2 if "420" in name else 1
    whole, part = width * height, (width // across) * (height // down)
    luma = data[:whole].reshape(height, width)
    chroma = data[whole : whole + 2 * part].reshape(2, height // down, width // across)
    return [luma, *chroma.repeat(down, 1).repeat(across, 2)]


def _cover(stream: dict[str, Any]) -> bool:
    return bool(stream["disposition"].get("attached_pic"))


def _stream(stream: dict[str, Any]) -> dict[str, Any]:
    kind = stream.get("codec_type", "data")
    flat: dict[str, Any] = {"index": stream["index"], "kind": "cover" if _cover(stream) else kind}
    for name in STREAM_FIELDS.get(kind, ()):
        value = stream.get(name, stream.get("tags", {}).get(name))
        if value not in (None, "und", "unknown", "N/A", "unspecified", "0", "0:1", "1:1"):
            flat[name] = value
    if kind == "video":
        flat.setdefault("field_order", "progressive")
    # Two codes of one matrix.
    flat.update({"color_space": "smpte170m"} if flat.get("color_space") == "bt470bg" else {})
    flat["tags"] = _tags(stream)
    flat["disposition"] = sorted(name for name, on in stream["disposition"].items() if on)
    return flat


def _tags(stream: dict[str, Any]) -> dict[str, str]:
    def stale(tag: str, text: str) -> bool:
        return tag.lower().partition("-")[0] in STALE_TAGS or is_recipe(text)

    tags = {
        tag.lower(): text for tag, text in stream.get("tags", {}).items() if not stale(tag, text)
    }
    if tags.get("language") == "und":
        del tags["language"]
    return tags
