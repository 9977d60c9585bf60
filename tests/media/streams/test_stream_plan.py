"""What becomes of each stream, decided from facts alone: nothing is opened or encoded here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.media.writing.stream_choice import StreamChoice, parse_bitrate
from anime4k_gl.media.writing.stream_facts import StreamFacts
from anime4k_gl.media.writing.stream_plan import StreamPlan, plan_streams

JAPANESE = StreamFacts(1, "audio", "flac", language="jpn")
ENGLISH = StreamFacts(2, "audio", "aac", language="eng", sample="s24", channels=6)
SIGNS = StreamFacts(3, "subtitle", "ass", language="eng")
GERMAN = StreamFacts(4, "subtitle", "hdmv_pgs_subtitle", language="ger")
FONT = StreamFacts(5, "attachment", "Sign.ttf")
COVER = StreamFacts(6, "video", "mjpeg", cover=True)
DATA = StreamFacts(7, "data", "klv")
ALL = [JAPANESE, ENGLISH, SIGNS, GERMAN, FONT, COVER, DATA]


class Held:
    """A carrier whose answers are written down."""

    def __init__(self, **held: set[str]) -> None:
        self.held = held

    def holds(self, container: str, stream: StreamFacts) -> bool:
        return stream.codec in self.held[container]

    def holds_encoder(self, container: str, encoder: str) -> bool:
        return encoder in self.held[container]


CARRIER = Held(
    matroska={"flac", "aac", "ass", "hdmv_pgs_subtitle", "libopus", "pcm_f32le", "pcm_s32le"},
    mp4={"flac", "aac", "mov_text", "mjpeg", "pcm_f32le"},
    mov={"aac", "mov_text", "alac", "pcm_s16le", "pcm_s24le", "eia_608"},
    webm={"libopus", "webvtt"},
    avi={"aac", "pcm_s16le", "libmp3lame", "ac3"},
    mpegts={"aac", "ac3"},
    m2ts={"ac3", "pcm_bluray"},
)


def plan(
    streams: list[StreamFacts],
    container: str,
    carrier: Any = CARRIER,
    **choice: Any,
) -> StreamPlan:
    return plan_streams(
        streams, container, choice=StreamChoice.of(**choice), carrier=carrier,
        target=f"out.{container}",
    )  # fmt: skip


def test_everything_is_kept_where_it_can_be() -> None:
    planned = plan(ALL, "matroska")
    assert [d.action for d in planned.decisions] == [
        "copy", "copy", "copy", "copy", "attach", "attach", "leave out",
    ]  # fmt: skip
    assert planned.notes == ["data stream #7 (klv) was left out: matroska cannot carry it"]
    assert plan([replace(DATA, rewritten=True)], "matroska").notes == []


def test_what_mp4_does_not_hold_is_converted_or_left_out() -> None:
    planned = plan(ALL, "mp4")
    assert [(d.action, d.to) for d in planned.decisions] == [
        ("copy", ""), ("copy", ""), ("convert", "mov_text"), ("leave out", ""),
        ("leave out", ""), ("copy", ""), ("leave out", ""),
    ]  # fmt: skip
    assert planned.notes == [
        "subtitle stream #3 (ass) was converted to mov_text, which keeps the text but not all of "
        "its styling; mp4 cannot carry it as it is",
        "subtitle stream #4 (hdmv_pgs_subtitle) was left out: mp4 cannot carry it; write to .mkv "
        "to keep it",
        "attachment stream #5 (Sign.ttf) was left out: mp4 cannot carry it; write to .mkv to keep "
        "it",
        "data stream #7 (klv) was left out: mp4 cannot carry it",
    ]


@pytest.mark.parametrize(
    ("container", "facts", "encoder", "words"),
    [
        ("matroska", {"codec": "pcm_bluray", "sample": "s24"}, "flac", "flac, without loss"),
        ("matroska", {"codec": "adpcm_ms"}, "flac", "flac, without loss"),
        ("matroska", {"codec": "pcm_f32be", "sample": "f32"}, "pcm_f32le",
         "pcm_f32le, without loss"),
        ("matroska", {"codec": "pcm_u32be", "sample": "s32"}, "pcm_s32le",
         "pcm_s32le, without loss"),
        ("mp4", {"codec": "vorbis", "sample": "s24"}, "flac",
         "flac, which adds no loss in 24 bits"),
        ("mov", {"codec": "flac"}, "pcm_s16le", "pcm_s16le, without loss"),
        ("mov", {"codec": "pcm_dvd", "sample": "s24"}, "pcm_s24le", "pcm_s24le, without loss"),
        ("mov", {"codec": "wavpack", "sample": "s32"}, "aac", "aac, at 192 kb/s, with some loss"),
        ("webm", {"codec": "flac"}, "libopus", "opus, at 160 kb/s, with some loss"),
        ("webm", {"codec": "dts", "channels": 6}, "libopus", "opus, at 480 kb/s, with some loss"),
        ("avi", {"codec": "pcm_s16be"}, "pcm_s16le", "pcm_s16le, without loss"),
        ("avi", {"codec": "opus", "sample": "s24", "channels": 6}, "ac3",
         "ac3, at 640 kb/s, with some loss"),
        ("mpegts", {"codec": "pcm_s16le"}, "aac", "aac, at 192 kb/s, with some loss"),
        ("m2ts", {"codec": "pcm_s16le"}, "pcm_bluray", "pcm_bluray, without loss"),
        ("m2ts", {"codec": "pcm_s16le", "rate": 44100}, "ac3", "ac3, at 320 kb/s, with some loss"),
        ("m2ts", {"codec": "flac", "channels": 8, "rate": 44100}, "ac3",
         "ac3, at 640 kb/s and 6 channels, with some loss"),
    ],
)  # fmt: skip
def test_sound_becomes_what_loses_least(
    container: str, facts: dict[str, Any], encoder: str, words: str
) -> None:
    stream = StreamFacts(1, "audio", **facts)
    (decision,) = plan([stream], container).decisions
    name = {"mpegts": "MPEG-TS", "m2ts": "M2TS"}.get(container, container)
    assert (decision.action, decision.to) == ("convert", encoder)
    assert decision.note == (
        f"audio stream #1 ({stream.codec}) was converted to {words};"
        f" {name} cannot carry it as it is"
    )


@pytest.mark.parametrize(
    ("container", "encoder"), [("matroska", "ass"), ("mp4", "mov_text"), ("webm", "webvtt")]
)
def test_captions_become_text(container: str, encoder: str) -> None:
    captions = StreamFacts(2, "subtitle", "eia_608")
    (decision,) = plan([captions], container).decisions
    assert (decision.action, decision.to) == ("convert", encoder)
    assert plan([captions], "mov").decisions[0].action == "copy"
    assert plan([captions], "avi").notes == [
        "subtitle stream #2 (eia_608) was left out: avi cannot carry it"
    ]


def test_what_nothing_holds_is_left_out_without_advice() -> None:
    unknown = StreamFacts(1, "audio", "", decodable=False)
    assert plan([unknown], "mp4").notes == [
        "audio stream #1 (unknown codec) was left out: mp4 cannot carry it, and there is no "
        "decoder to convert it"
    ]
    odd = StreamFacts(2, "video", "rv40")
    assert plan([odd], "mp4").notes == ["video stream #2 (rv40) was left out: mp4 cannot carry it"]


@pytest.mark.parametrize(
    ("stream", "container", "message"),
    [
        (StreamFacts(1, "audio", "pcm_bluray"), "matroska",
         "out.matroska: audio stream #1 (pcm_bluray) cannot be carried by matroska as it is; "
         "without --strict-streams it becomes flac"),
        (JAPANESE, "mov",
         "out.mov: audio stream #1 (flac) cannot be carried by mov as it is; write to .mkv; "
         "without --strict-streams it becomes pcm_s16le"),
        (GERMAN, "mp4",
         "out.mp4: subtitle stream #4 (hdmv_pgs_subtitle) would be left out: mp4 cannot carry it; "
         "write to .mkv; leave out --strict-streams to go on without it, or choose with "
         "--subs"),
        (DATA, "mp4",
         "out.mp4: data stream #7 (klv) would be left out: mp4 cannot carry it; leave out "
         "--strict-streams to go on without it, or choose with --data"),
    ],
)  # fmt: skip
def test_strict_refuses(stream: StreamFacts, container: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan([stream], container, strict=True)
    assert str(caught.value) == message
    rest = {"audio": "audio", "subtitle": "subs", "data": "data"}[stream.kind]
    assert plan([stream], container, strict=True, **{rest: "none"}).notes == []


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, {1, 2, 3, 4, 5, 6}),
        ({"audio": "ja"}, {1, 3, 4, 5, 6}),
        ({"audio": "2"}, {2, 3, 4, 5, 6}),
        ({"audio": "eng, 1"}, {1, 2, 3, 4, 5, 6}),
        ({"audio": "none", "subs": "deu"}, {4, 5, 6}),
        ({"subs": "none", "attachments": "none"}, {1, 2}),
        ({"attachments": "2"}, {1, 2, 3, 4, 6}),
        ({"subs": "all"}, {1, 2, 3, 4, 5, 6}),
    ],
)
def test_streams_are_chosen(choice: dict[str, str], kept: set[int]) -> None:
    planned = plan(ALL, "matroska", **choice)
    assert {d.stream.index for d in planned.decisions if d.action != "leave out"} == kept
    left = [d for d in planned.decisions if d.action == "leave out" and d.stream is not DATA]
    assert all((d.why, d.note) == ("not chosen", "") for d in left)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"audio": "3"}, "--audio 3: of audio streams there are 1 (jpn), 2 (eng)"),
        ({"audio": "fre"},
         "--audio fre: none is of that language; of audio streams there are 1 (jpn), 2 (eng)"),
        ({"subs": "0"}, "--subs 0: the first stream is 1"),
        ({"subs": "eng,,2"}, "--subs 'eng,,2': give languages, numbers from 1, all or none"),
        ({"data": "none,1"}, "--data none,1: none stands alone"),
        ({"data": "2"}, "--data 2: of data streams there are 1 (und)"),
        ({"audio_codec": "mp3"},
         "unknown audio codec 'mp3'; valid are: copy, aac, opus, flac"),
        ({"audio_bitrate": "192k"},
         "--audio-bitrate has no use with --audio-codec copy; take aac or opus"),
        ({"audio_codec": "aac", "audio_bitrate": "fast"},
         "audio bitrate 'fast' is no number such as 192k"),
        ({"audio_codec": "aac", "audio_bitrate": "9M"},
         "audio bitrate 9M is out of range: 6k to 2M bits per second"),
    ],
)  # fmt: skip
def test_wrong_choices(choice: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan(ALL, "matroska", **choice)
    assert str(caught.value) == message


def test_none_of_nothing() -> None:
    assert plan([DATA], "matroska", data="none").notes == []
    with pytest.raises(OptionError) as caught:
        plan([], "matroska", audio="1")
    assert str(caught.value) == "--audio 1: the file has no audio stream"


def test_an_untagged_stream_is_und() -> None:
    untagged = StreamFacts(1, "audio", "aac")
    assert plan([untagged], "mp4", audio="und").decisions[0].action == "copy"


def test_sound_by_another_codec() -> None:
    one, two = plan([JAPANESE, ENGLISH], "matroska", audio_codec="opus",
                    audio_bitrate="128k").decisions  # fmt: skip
    assert one.target is not None and two.target is not None
    assert (one.to, one.target.bitrate, one.note) == ("libopus", 128_000, "")
    assert (two.target.channels, two.target.rate) == (6, 48000)
    # What is that already stays to the byte, unless a bit rate was asked for.
    flac, aac = plan([JAPANESE, ENGLISH], "matroska", audio_codec="flac").decisions
    assert (flac.action, aac.action) == ("copy", "convert")


@pytest.mark.parametrize(
    ("container", "codec", "message"),
    [
        ("webm", "aac",
         "out.webm: webm cannot carry aac audio; choose --audio-codec opus, or write to .mkv"),
        ("mov", "opus",
         "out.mov: mov cannot carry opus audio; choose --audio-codec aac, or write to .mkv"),
    ],
)  # fmt: skip
def test_a_codec_that_the_container_does_not_hold(container: str, codec: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan([JAPANESE], container, audio_codec=codec)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "rate"), [("192k", 192_000), ("0.5M", 500_000), ("96000", 96_000), (64_000, 64_000)]
)
def test_bit_rates(text: str | int, rate: int) -> None:
    assert parse_bitrate(text) == rate
