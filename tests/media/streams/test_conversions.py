"""Sound and captions that the target cannot hold: what comes out is what went in, at its time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from support.clips.media_clips import packets_of, write_clip

import anime4k_gl as a4k

RATE = 48000


def video_and(path: Path, container: str = "", seconds: float = 1.0) -> Any:
    """Open an output and return it with its frames' packets, for more streams to be added."""
    output = av.open(str(path), "w", format=container or None)
    stream: Any = output.add_stream("mpeg2video", rate=25)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    stream.codec_context.time_base = Fraction(1, 25)
    return output, stream, round(25 * seconds)


def still() -> av.VideoFrame:
    """Return a frame of one colour; memory as it comes may look like fields."""
    frame = av.VideoFrame(64, 48, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([100]) * plane.buffer_size)
    return frame


def write_sound(
    path: Path,
    encoder: str,
    *,
    form: str = "s16",
    layout: str = "stereo",
    rate: int = RATE,
    start: int = 0,
    gap: int = 0,
    samples: int = RATE,
    language: str = "jpn",
) -> None:
    """Write a file with a second of video and noise: `gap` samples are missing in its middle."""
    output, video, frames = video_and(path)
    with output:
        stream: Any = output.add_stream(encoder, rate=rate)
        context = stream.codec_context
        context.layout, context.format, context.time_base = layout, form, Fraction(1, rate)
        stream.time_base = context.time_base
        stream.metadata["language"] = language
        output.start_encoding()
        packets = []
        for number in range(frames):
            frame = still()
            frame.pts, frame.time_base = number, Fraction(1, 25)
            packets += video.encode(frame)
        packets += video.encode(None)
        step, done = context.frame_size or 960, 0
        noise = np.random.default_rng(1)
        while done < samples:
            frame = av.AudioFrame(form, layout, step)
            for plane in frame.planes:
                if form == "fltp":
                    wave = noise.uniform(-0.5, 0.5, plane.buffer_size // 4).astype(np.float32)
                else:
                    wave = noise.integers(0, 256, plane.buffer_size, dtype=np.uint8)
                plane.update(wave.tobytes())
            late = gap if done >= samples // 2 else 0
            frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = start + late + done
            done += step
            for packet in context.encode(frame):
                packet.stream, packet.time_base = stream, Fraction(1, rate)
                packets.append(packet)
        for packet in sorted(packets, key=lambda p: float((p.dts or 0) * p.time_base)):
            output.mux(packet)


def heard(path: Path, form: str = "s32") -> tuple[float, npt.NDArray[Any]]:
    """Return when a file's sound starts, in seconds, and its samples (channels, samples)."""
    resampler = av.AudioResampler(format=form)
    start, parts = None, []
    with av.open(str(path)) as source:
        for frame in source.decode(audio=0):
            if start is None:
                start = float((frame.pts or 0) * frame.time_base)
            parts += [out.to_ndarray() for out in resampler.resample(frame)]
    assert start is not None
    return start, np.concatenate(parts, axis=1)


def upscaled(source: Path, target: Path, **options: Any) -> list[str]:
    options = {"scale": 1, "preset": "none", "codec": "mpeg2video", "overwrite": True, **options}
    return list(a4k.transcode(source, target, **options).notes)


def codec_of(path: Path) -> str:
    with av.open(str(path)) as source:
        return source.streams.audio[0].codec_context.codec.canonical_name


@pytest.mark.parametrize(
    ("source", "encoder", "options", "target", "codec"),
    [
        ("in.m2ts", "pcm_bluray", {}, "out.mkv", "flac"),
        ("in.m2ts", "pcm_bluray", {"form": "s32"}, "out.mkv", "flac"),
        ("in.m2ts", "pcm_bluray", {"form": "s32", "layout": "5.1(side)"}, "out.mkv", "flac"),
        ("in.mkv", "pcm_s16le", {"layout": "5.1"}, "out.m2ts", "pcm_bluray"),
        ("in.m2ts", "pcm_bluray", {"form": "s32"}, "out.mov", "pcm_s24le"),
        ("in.m2ts", "pcm_bluray", {}, "out.avi", "pcm_s16le"),
        ("in.m2ts", "pcm_bluray", {}, "out.mp4", "flac"),
        ("in.vob", "pcm_dvd", {}, "out.mkv", "flac"),
        ("in.vob", "pcm_dvd", {}, "out.mov", "pcm_s16le"),
        ("in.mov", "pcm_f32be", {"form": "flt"}, "out.mkv", "pcm_f32le"),
        ("in.mov", "pcm_s8", {"form": "u8"}, "out.mkv", "flac"),
        ("in.avi", "adpcm_ms", {"form": "s16"}, "out.mkv", "flac"),
        ("in.mov", "adpcm_ima_qt", {"form": "s16p"}, "out.mkv", "flac"),
        ("in.avi", "adpcm_ms", {"form": "s16"}, "out.mov", "pcm_s16le"),
        ("in.mov", "pcm_mulaw", {}, "out.mkv", "flac"),
        ("in.mkv", "flac", {}, "out.mov", "pcm_s16le"),
        ("in.mkv", "flac", {"form": "s32"}, "out.mov", "pcm_s32le"),
        ("in.mkv", "wavpack", {"form": "s16p"}, "out.mp4", "flac"),
        ("in.mkv", "pcm_s16le", {"layout": "mono"}, "out.m2ts", "pcm_bluray"),
        ("in.mkv", "pcm_s16le", {}, "out.vob", "pcm_dvd"),
    ],
)  # fmt: skip
def test_no_sample_is_changed(
    source: str, encoder: str, options: dict[str, Any], target: str, codec: str, tmp_path: Path
) -> None:
    write_sound(tmp_path / source, encoder, **options)
    notes = upscaled(tmp_path / source, tmp_path / target)
    (note,) = [
        note for note in notes if not note.endswith("languages jpn; write to .mkv to keep it")
    ]
    assert (
        note.startswith("audio stream #1 (") and f"was converted to {codec}, without loss" in note
    )
    assert codec_of(tmp_path / target) == codec
    floating = encoder == "pcm_f32be"
    _, before = heard(tmp_path / source, "flt" if floating else "s32")
    _, after = heard(tmp_path / target, "flt" if floating else "s32")
    assert after.shape[1] >= before.shape[1] >= RATE
    np.testing.assert_array_equal(after[:, : before.shape[1]].view(np.int32), before.view(np.int32))


@pytest.mark.parametrize("encoder", ["flac", "pcm_s16le"])
@pytest.mark.parametrize("chosen", ["aac", "opus", "flac"])
def test_times_are_kept(encoder: str, chosen: str, tmp_path: Path) -> None:
    """Sound that starts late starts late; a hole of half a second lasts half a second."""
    source, target = tmp_path / "in.mkv", tmp_path / "out.mkv"
    write_sound(source, encoder, start=RATE // 4, gap=RATE // 2)
    upscaled(source, target, audio_codec=chosen, audio_bitrate=None)
    if chosen == encoder:
        assert codec_of(target) == "flac"
        return
    start, after = heard(target, "s16p")
    assert start == pytest.approx(0.25, abs=0.03)
    whole = 0.5 + (RATE if encoder == "pcm_s16le" else 11 * 4608) / RATE
    assert after.shape[1] / RATE == pytest.approx(whole, abs=0.03)
    middle = after[:, round(0.62 * RATE) : round(0.9 * RATE)]
    assert np.abs(middle.astype(int)).max() < 300


def test_chosen_codecs_and_bit_rates(tmp_path: Path) -> None:
    source = tmp_path / "in.mkv"
    write_sound(source, "pcm_s16le", rate=44100)
    sizes = {}
    for rate in ("64k", "256k"):
        target = tmp_path / f"{rate}.mp4"
        assert upscaled(source, target, audio_codec="aac", audio_bitrate=rate) == []
        assert codec_of(target) == "aac"
        sizes[rate] = sum(len(data) for _, data in packets_of(target, "audio"))
    assert sizes["256k"] > 2 * sizes["64k"]
    upscaled(source, tmp_path / "out.webm", codec="libvpx-vp9", audio_codec="opus")
    with av.open(str(tmp_path / "out.webm")) as out:
        assert out.streams.audio[0].codec_context.sample_rate == RATE
        assert out.streams.audio[0].metadata["language"] == "jpn"


def test_what_is_that_codec_already_stays_to_the_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "in.mkv", tmp_path / "out.mkv"
    write_sound(source, "flac")
    upscaled(source, target, audio_codec="flac")
    assert packets_of(target, "audio") == packets_of(source, "audio")


def test_damaged_sound_is_counted(tmp_path: Path) -> None:
    source, hurt = tmp_path / "in.mkv", tmp_path / "hurt.mkv"
    write_sound(source, "aac", form="fltp")
    with av.open(str(source)) as before, av.open(str(hurt), "w") as after:
        copies = {s.index: after.add_stream_from_template(s, opaque=True) for s in before.streams}
        for number, packet in enumerate(p for p in before.demux() if p.size):
            ready = packet
            if packet.stream.type == "audio" and (packet.pts or 0) * packet.time_base * 2000 > 1000:
                ready = av.Packet(b"\x5a" * packet.size)
                ready.pts, ready.dts, ready.time_base = packet.pts, packet.dts, packet.time_base
            ready.stream = copies[packet.stream_index]
            after.mux(ready)
            assert number < 1000
    notes = upscaled(hurt, tmp_path / "out.webm", codec="libvpx-vp9")
    assert any(
        note.startswith("audio stream #1 (aac): ")
        and note.endswith("damaged; there is silence instead")
        for note in notes
    )


def parity(code: int) -> int:
    return code | 0x80 if bin(code).count("1") % 2 == 0 else code


def write_captions(path: Path, text: str) -> None:
    """Write QuickTime with a track of CEA-608 captions: `text` is shown, and never cleared."""
    letters = text + "\0" * (len(text) % 2)
    pairs = [(0x14, 0x20), (0x14, 0x20), (0x14, 0x2E), (0x14, 0x2E), (0x14, 0x70), (0x14, 0x70)]
    pairs += [(ord(a), ord(b)) for a, b in zip(letters[::2], letters[1::2], strict=True)]
    pairs += [(0x14, 0x2F), (0x14, 0x2F)] + [(0, 0)] * 20
    output, video, _ = video_and(path)
    with output:
        stream: Any = output.add_mux_stream("eia_608", time_base=Fraction(1, 25))
        for number, (a, b) in enumerate(pairs):
            frame = still()
            frame.pts, frame.time_base = number, Fraction(1, 25)
            for packet in video.encode(frame):
                output.mux(packet)
            packet = av.Packet(bytes([0xFC, parity(a), parity(b)]))
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = number
            packet.duration = 1
            output.mux(packet)
        for packet in video.encode(None):
            output.mux(packet)


def lines(path: Path) -> list[tuple[float, str]]:
    with av.open(str(path)) as source:
        (stream,) = source.streams.subtitles
        return [
            (float((p.pts or 0) * p.time_base), bytes(p).decode(errors="replace"))
            for p in source.demux(stream)
            if p.size > 2
        ]


def test_captions_become_text(tmp_path: Path) -> None:
    source = tmp_path / "in.mov"
    write_captions(source, "HELLO THERE")
    for suffix, codec in (("mkv", "ass"), ("mp4", "mov_text")):
        target = tmp_path / f"out.{suffix}"
        container = {"mkv": "matroska"}.get(suffix, suffix)
        assert upscaled(source, target) == [
            f"subtitle stream #1 (eia_608) was converted to {codec}, which keeps the text but not "
            f"all of its styling; {container} cannot carry it as it is"
        ]
        ((when, text),) = lines(target)
        assert "HELLO THERE" in text
        # Shown by the first of the two codes for it, after six codes and six pairs of letters.
        assert when == pytest.approx(12 / 25, abs=0.05)
    assert upscaled(source, tmp_path / "out.mov") == []
    target = tmp_path / "out.avi"
    assert upscaled(source, target) == [
        "subtitle stream #1 (eia_608) was left out: avi cannot carry it"
    ]


def test_text_in_another_encoding_is_converted_as_what_it_says(tmp_path: Path) -> None:
    said = ["Где ты был всю ночь?", "Я искал тебя, но никого не нашёл."]
    stand_ins = ["x" * len(said[0]), "z" * len(said[1])]
    source = tmp_path / "in.mkv"
    shown = [(0.1, 0.4, stand_ins[0]), (0.5, 0.9, stand_ins[1])]
    write_clip(source, count=24, subtitles=[("srt", shown)])
    data = source.read_bytes()
    for stand_in, text in zip(stand_ins, said, strict=True):
        assert data.count(stand_in.encode()) == 1
        data = data.replace(stand_in.encode(), text.encode("cp1251"))
    source.write_bytes(data)
    notes = upscaled(source, tmp_path / "out.mp4")
    assert [text[2:] for _, text in lines(tmp_path / "out.mp4")] == said
    assert any(note.endswith("its text is not UTF-8; read as Windows-1251") for note in notes), (
        notes
    )


def test_captions_inside_the_video_are_named(tmp_path: Path) -> None:
    context: Any = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = 64, 48, "yuv420p"
    context.time_base = Fraction(1, 25)
    packets = [*context.encode(av.VideoFrame(64, 48, "yuv420p")), *context.encode(None)]
    payload = bytes.fromhex("b500314741393403" + "41ff" + "fc9420" + "ff")
    message = b"\0\0\0\1\6\4" + bytes([len(payload)]) + payload + b"\x80"
    data = b"".join(map(bytes, packets))
    slice_at = data.index(b"\0\0\1\x65")  # after the parameter sets and the encoder's words
    (tmp_path / "in.h264").write_bytes(data[:slice_at] + message + data[slice_at:])
    notes = upscaled(tmp_path / "in.h264", tmp_path / "out.mkv")
    assert notes == [
        "closed captions inside the video's frames are left out: to keep them, extract them to a"
        " file first, with ccextractor for example",
        "mpeg2video in matroska has one frame rate: the times of frames are rounded to 1/25 s",
    ]


@pytest.mark.parametrize("suffix", ["mp4", "mov", "m4v"])
def test_hevc_has_the_tag_and_the_index_that_players_need(suffix: str, tmp_path: Path) -> None:
    write_sound(tmp_path / "in.mkv", "pcm_s16le")
    target = tmp_path / f"out.{suffix}"
    upscaled(tmp_path / "in.mkv", target, codec="libx265" if suffix != "m4v" else "libx264",
             codec_preset="ultrafast")  # fmt: skip
    data = target.read_bytes()
    assert (b"hvc1" in data, b"hev1" in data) == (suffix != "m4v", False)
    assert data.index(b"moov") < data.index(b"mdat")
    if suffix != "m4v":  # for iPods it writes none
        assert b"colrncl" in data


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
@pytest.mark.parametrize("suffix", ["mkv", "mp4", "mov"])
def test_pcm_of_matroska_is_copied(suffix: str, layout: str, tmp_path: Path) -> None:
    """It does not say which speakers it is for, and MP4 has to: found at its very end."""
    write_sound(tmp_path / "in.mkv", "pcm_s16le", layout=layout)
    target = tmp_path / f"out.{suffix}"
    assert upscaled(tmp_path / "in.mkv", target, codec="libx264") == []
    before, after = packets_of(tmp_path / "in.mkv", "audio"), packets_of(target, "audio")
    assert b"".join(data for _, data in after) == b"".join(data for _, data in before)
