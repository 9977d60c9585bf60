"""The recipes of the clips, by what they are to show."""

from __future__ import annotations

import struct
from pathlib import Path

from transcoding.matrix import ogm
from transcoding.matrix.clips import HEIGHT, Recipe


def rotated(path: Path) -> None:
    """Turn the video of an MP4 file by 90 degrees clockwise, in the header of its track."""
    data = bytearray(path.read_bytes())
    place = data.index(b"tkhd") + 44
    one = 1 << 16
    struct.pack_into(">9i", data, place, 0, one, 0, -one, 0, 0, HEIGHT * one, 0, 1 << 30)
    path.write_bytes(data)


BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
         "-color_range", "tv")  # fmt: skip
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "1", *BT709)
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:crf=2")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "4", "-b:v", "0")
MPEG4 = ("-c:v", "mpeg4", "-q:v", "1")
MPEG2 = ("-c:v", "mpeg2video", "-q:v", "1")

TONE = ("-f", "lavfi", "-i", "sine=440:d=0.5")
AAC = ("-map", "1:a", "-c:a", "aac")
MP2 = ("-map", "1:a", "-c:a", "mp2", "-ar", "48000")

CODECS = {
    "H.264": Recipe(".mkv", X264),
    "H.264 10 bits": Recipe(".mkv", X264, pix_fmt="yuv420p10le"),
    "H.264 4:4:4": Recipe(".mkv", X264, pix_fmt="yuv444p"),
    "HEVC": Recipe(".mkv", (*X265, *BT709)),
    "HEVC 10 bits": Recipe(".mkv", (*X265, *BT709), pix_fmt="yuv420p10le"),
    "HEVC 12 bits": Recipe(".mkv", (*X265, *BT709), pix_fmt="yuv422p12le"),
    "VP9": Recipe(".webm", (*VP9, *BT709)),
    "VP9 10 bits": Recipe(".webm", (*VP9, *BT709, "-profile:v", "2"), pix_fmt="yuv420p10le"),
    "AV1": Recipe(".mkv", ("-c:v", "libsvtav1", "-preset", "12", "-crf", "4", *BT709)),
    "AV1 10 bits": Recipe(
        ".mkv", ("-c:v", "libsvtav1", "-preset", "12", "-crf", "4", *BT709), pix_fmt="yuv420p10le"
    ),
    "MPEG-1": Recipe(".mkv", ("-c:v", "mpeg1video", "-q:v", "1"), matrix="bt601"),
    "MPEG-2": Recipe(".mkv", (*MPEG2, *BT709)),
    "MPEG-4": Recipe(".mkv", MPEG4, matrix="bt601"),
    "ProRes": Recipe(
        ".mov", ("-c:v", "prores_ks", "-profile:v", "3", *BT709), pix_fmt="yuv422p10le"
    ),
    "FFV1": Recipe(".mkv", ("-c:v", "ffv1", *BT709)),
    "FFV1 16 bits": Recipe(".mkv", ("-c:v", "ffv1", *BT709), pix_fmt="yuv444p16le"),
    "FFV1 R'G'B'": Recipe(".mkv", ("-c:v", "ffv1"), pix_fmt="gbrp"),
    "DNxHR": Recipe(
        ".mov",
        ("-c:v", "dnxhd", "-profile:v", "dnxhr_hqx", *BT709),
        pix_fmt="yuv422p10le",
        filters=("scale=256:128:flags=neighbor",),
    ),
    "MJPEG": Recipe(
        ".mkv", ("-c:v", "mjpeg", "-q:v", "1"), matrix="bt601", full=True, pix_fmt="yuvj420p"
    ),
    "WMV": Recipe(".asf", ("-c:v", "wmv2", "-q:v", "1"), matrix="bt601"),
}
"""Each codec in the container where it is most at home. FFmpeg has no encoder of VC-1."""

CONTAINERS = {
    "MKV": Recipe(".mkv", X264, (TONE,), AAC),
    "MP4": Recipe(".mp4", X264, (TONE,), AAC),
    "MP4 in fragments": Recipe(
        ".mp4", X264, (TONE,), (*AAC, "-movflags", "+frag_keyframe+empty_moov")
    ),
    "MOV": Recipe(".mov", X264, (TONE,), ("-map", "1:a", "-c:a", "pcm_s16le")),
    "WebM": Recipe(".webm", (*VP9, *BT709), (TONE,), ("-map", "1:a", "-c:a", "libopus")),
    "AVI": Recipe(".avi", MPEG4, (TONE,), ("-map", "1:a", "-c:a", "mp3"), matrix="bt601"),
    "TS": Recipe(".ts", X264, (TONE,), MP2),
    "M2TS": Recipe(".m2ts", X264, (TONE,), ("-map", "1:a", "-c:a", "ac3", "-ar", "48000")),
    "VOB": Recipe(
        ".vob",
        (*MPEG2, "-maxrate", "8M", "-bufsize", "1835k"),
        (TONE,),
        MP2,
        matrix="bt601",
        rate="25",
    ),
    "MPEG-PS": Recipe(".mpg", MPEG2, (TONE,), MP2, matrix="bt601", rate="25"),
    "FLV": Recipe(".flv", X264, (TONE,), ("-map", "1:a", "-c:a", "aac", "-ar", "44100")),
    "ASF": Recipe(".asf", MPEG4, (TONE,), ("-map", "1:a", "-c:a", "wmav2"), matrix="bt601"),
    "Ogg": Recipe(
        ".ogv",
        ("-c:v", "libtheora", "-q:v", "10"),
        (TONE,),
        ("-map", "1:a", "-c:a", "libvorbis"),
        matrix="bt601",
    ),
    "OGM": Recipe(
        ".ogm",
        (*MPEG4, "-tag:v", "XVID"),
        streams=("-f", "avi"),
        matrix="bt601",
        finish=ogm.from_avi,
    ),
    "NUT": Recipe(".nut", ("-c:v", "ffv1", *BT709), (TONE,), ("-map", "1:a", "-c:a", "flac")),
    "3GP": Recipe(".3gp", X264, (TONE,), AAC),
    "MXF": Recipe(
        ".mxf",
        (*MPEG2, "-r", "25"),
        (TONE,),
        ("-map", "1:a", "-c:a", "pcm_s16le", "-ar", "48000"),
        rate="25",
    ),
}
"""Each container with the video and the sound that are usual in it."""

HDR10 = ("-colorspace", "bt2020nc", "-color_primaries", "bt2020", "-color_range", "tv")
BT470BG = ("-colorspace", "bt470bg", "-color_primaries", "bt470bg", "-color_trc", "gamma28",
           "-color_range", "tv")  # fmt: skip

SHAPES = {
    "variable rate": Recipe(
        ".mkv", X264, streams=("-fps_mode", "vfr", "-enc_time_base", "0.001"),
        filters=("settb=1/1000", "setpts=floor(N*41+mod(N\\,3)*13)"),
    ),
    "variable rate in MP4": Recipe(
        ".mp4", X264, streams=("-fps_mode", "vfr", "-enc_time_base", "1/90000"),
        filters=("settb=1/90000", "setpts=N*3003+mod(N\\,4)*900"),
    ),
    "30000/1001": Recipe(".mkv", X264, rate="30000/1001"),
    "120 frames a second": Recipe(".mp4", X264, rate="120"),
    "negative start": Recipe(
        ".mkv", (*X264, "-bf", "2"), (TONE,), (*AAC, "-avoid_negative_ts", "disabled"),
        filters=("setpts=PTS-0.125/TB",),
    ),
    "late start": Recipe(
        ".ts", X264, (TONE,), (*MP2, "-output_ts_offset", "36000"),
    ),
    "sound begins later": Recipe(
        ".mkv", X264, (("-itsoffset", "0.25", *TONE),), AAC,
    ),
    "open GOP": Recipe(
        ".mkv", (*X264, "-bf", "2", "-g", "5", "-x264-params", "open-gop=1:b-adapt=0"),
    ),
    "open GOP of MPEG-2": Recipe(".mkv", (*MPEG2, "-bf", "2", "-g", "5"), matrix="bt601"),
    "edit list": Recipe(".mp4", (*X264, "-bf", "2"), (TONE,), (*AAC, "-movflags", "+faststart")),
    "rotated": Recipe(".mp4", X264, finish=rotated),
    "anamorphic": Recipe(".mkv", X264, filters=("setsar=16/11",)),
    "anamorphic in MP4": Recipe(".mp4", X264, filters=("setsar=4/3",)),
    "top field first": Recipe(
        ".mkv", (*X264, "-flags", "+ildct+ilme", "-x264-params", "tff=1"), rate="48", moving=True,
        filters=("interlace=scan=tff:lowpass=0",),
    ),
    "bottom field first": Recipe(
        ".mkv", (*X264, "-flags", "+ildct+ilme", "-x264-params", "bff=1"), rate="48", moving=True,
        filters=("interlace=scan=bff:lowpass=0",),
    ),
    "interlaced MPEG-2": Recipe(
        ".ts", (*MPEG2, "-flags", "+ildct+ilme", "-top", "1"), matrix="bt601", rate="50",
        filters=("interlace=scan=tff:lowpass=0",), moving=True,
    ),
    "whole frames flagged as fields": Recipe(
        ".mkv", (*X264, "-flags", "+ildct+ilme", "-x264-params", "tff=1"),
        filters=("setfield=tff",),
    ),
    "hard telecine": Recipe(
        ".mkv", (*X264, "-flags", "+ildct+ilme", "-x264-params", "tff=1"),
        filters=("telecine",), rate="24000/1001", moving=True,
    ),
    "full range": Recipe(
        ".mkv", (*X264[:-1], "pc"), full=True,
    ),
    "full range in MP4": Recipe(
        ".mp4", (*X264[:-1], "pc"), full=True, pix_fmt="yuvj420p",
    ),
    "BT.601 of 625 lines": Recipe(
        ".mkv", (*X264[:6], *BT470BG), matrix="bt601",
    ),
    "untagged": Recipe(".mkv", X264[:6], matrix="bt601"),
    "PQ": Recipe(
        ".mkv", (*X265[:4], *HDR10, "-color_trc", "smpte2084", "-x265-params",
                 "log-level=none:crf=2:hdr10=1:master-display=G(13250,34500)B(7500,3000)"
                 "R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"),
        matrix="bt2020", pix_fmt="yuv420p10le",
    ),
    "HLG": Recipe(
        ".mp4", (*X265, *HDR10, "-color_trc", "arib-std-b67", "-tag:v", "hvc1"),
        matrix="bt2020", pix_fmt="yuv420p10le",
    ),
}  # fmt: skip
"""What may be special about a video, in a container that can say so."""

METADATA = b""";FFMETADATA1
title=A film
comment=Of patches
[CHAPTER]
TIMEBASE=1/1000
START=0
END=200
title=Opening
[CHAPTER]
TIMEBASE=1/1000
START=200
END=500
title=Part A: \xc3\xa9
"""
ASS = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 96
PlayResY: 64

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour
Style: Default,Arial,12,&H00FFFFFF

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.10,0:00:00.30,Default,{\\b1}Bold{\\b0}, and not
"""
FILES = (
    ("meta.txt", METADATA),
    *(
        (f"{n}.srt", f"1\n00:00:00,100 --> 00:00:00,{n}00\nLine {n}\n\n".encode())
        for n in (2, 3, 4)
    ),
    ("a.ass", ASS),
    ("font.ttf", b"\x00\x01\x00\x00 no real font"),
    ("note.txt", b"A note, attached."),
)
_SOUNDS = tuple(("-f", "lavfi", "-i", f"sine={pitch}:d=0.5") for pitch in (330, 440, 550))
_TEXTS = tuple(("-i", f"{{here}}/{name}") for name in ("2.srt", "3.srt", "4.srt", "a.ass"))
_COVER = ("-f", "lavfi", "-i", "color=red:s=32x32:d=0.04")

STREAMS = {
    "all of Matroska": Recipe(
        ".mkv", X264, (*_SOUNDS, *_TEXTS, ("-i", "{here}/meta.txt")),
        ("-map", "1", "-map", "2", "-map", "3", "-map", "4", "-map", "5", "-map", "6", "-map", "7",
         "-map_metadata", "8", "-c:a:0", "aac", "-c:a:1", "flac", "-c:a:2", "ac3",
         "-c:s", "copy",
         "-metadata:s:v:0", "title=Picture", "-metadata:s:v:0", "language=jpn",
         "-metadata:s:a:0", "language=jpn", "-metadata:s:a:0", "title=Stereo",
         "-metadata:s:a:1", "language=eng", "-metadata:s:a:2", "language=ger",
         "-metadata:s:a:2", "title=Kommentar", "-disposition:a:2", "comment",
         "-disposition:a:1", "default", "-disposition:a:0", "0",
         "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=fre",
         "-disposition:s:1", "forced", "-disposition:s:2", "hearing_impaired",
         "-metadata:s:s:3", "title=Signs",
         "-attach", "{here}/font.ttf", "-metadata:s:t:0", "mimetype=application/x-truetype-font",
         "-attach", "{here}/note.txt", "-metadata:s:t:1", "mimetype=text/plain"),
        files=FILES,
    ),
    "cover in Matroska": Recipe(
        ".mkv", X264, (TONE,),
        (*AAC, "-attach", "{here}/cover.png", "-metadata:s:t:0", "mimetype=image/png",
         "-metadata:s:t:0", "filename=cover.png"),
        files=(("cover.png", None),),
    ),
    "all of MP4": Recipe(
        ".mp4", X264, (*_SOUNDS, *_TEXTS[:2], ("-i", "{here}/meta.txt"), _COVER),
        ("-map", "1", "-map", "2", "-map", "3", "-map", "4", "-map", "5", "-map", "7:v",
         "-map_metadata", "6", "-c:a:0", "aac", "-c:a:1", "ac3", "-c:a:2", "alac",
         "-c:s", "mov_text", "-c:v:1", "png", "-disposition:v:1", "attached_pic",
         "-metadata:s:a:0", "language=jpn", "-metadata:s:a:1", "language=eng",
         "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=fre"),
        files=FILES,
    ),
    "two programmes": Recipe(
        ".ts", X264, _SOUNDS[:2],
        ("-map", "1", "-map", "2", "-c:a:0", "mp2", "-c:a:1", "ac3", "-ar", "48000",
         "-metadata:s:a:0", "language=jpn", "-metadata:s:a:1", "language=eng"),
    ),
    "PCM of many kinds": Recipe(
        ".mov", X264, _SOUNDS,
        ("-map", "1", "-map", "2", "-map", "3", "-c:a:0", "pcm_s24be", "-c:a:1", "pcm_f32le",
         "-c:a:2", "pcm_s16le"),
    ),
}  # fmt: skip
"""Files of many streams."""
