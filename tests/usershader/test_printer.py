"""The user shader printer: canonical texts, and the round trip of any shader a text can say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anime4k_gl.errors import UserShaderError
from anime4k_gl.formats import TEXTURE_FORMATS
from anime4k_gl.usershader import (
    Border,
    Buffer,
    BufferVariable,
    Compute,
    Expression,
    Filter,
    Offset,
    Param,
    ParamStorage,
    ParamType,
    Pass,
    Texture,
    UserShader,
    format_user_shader,
    parse_user_shader,
)
from anime4k_gl.usershader.layout import VARIABLE_TYPES, block_bytes

CANONICAL = """\
//!DESC all of it
//!HOOK LUMA
//!HOOK CHROMA
//!BIND HOOKED
//!BIND lut
//!SAVE out
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!WHEN OUTPUT.w HOOKED.w >
//!OFFSET -0.5 0.1
//!OFFSET ALIGN
//!COMPONENTS 4
//!COMPUTE 32 16 8 4
void hook() {}

//!TEXTURE lut
//!SIZE 2 1
//!FORMAT rg8ui
//!FILTER NEAREST
//!BORDER MIRROR
//!STORAGE
000102ff

//!BUFFER state
//!VAR vec3 colour
//!VAR float weights[2]
//!STORAGE


//!PARAM strength
//!DESC a knob
//!TYPE DYNAMIC float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.3

//!PARAM mode
//!TYPE ENUM CONSTANT int
OFF
ON

//!PARAM taps
//!TYPE DEFINE
4
"""


def test_a_canonical_text_is_printed_as_it_is() -> None:
    assert format_user_shader(parse_user_shader(CANONICAL)) == CANONICAL


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        # layout, order and defaults
        ("// licence\n //!SAVE x \r\n//!HOOKLUMA\r\nbody", "//!HOOK LUMA\n//!SAVE x\nbody"),
        ("//!HOOK A\n//!HOOK A\n", "//!HOOK A\n"),
        ("//!WHEN 1   2\tx", "//!WHEN 1 2\tx\n"),
        ("//!COMPUTE 8 8", "//!COMPUTE 8 8 8 8\n"),
        ("//!OFFSET 0 0\n", "//!WHEN\n"),
        ("//!COMPONENTS 0\nbody", "//!WHEN\nbody"),
        ("//!DESC\n", "//!DESC\n"),
        # bodies
        ("//!HOOK A\nfoo(); //!HOOK B\nbar();", "//!HOOK A\nfoo(); //!HOOK B\nbar();"),
        ("//!HOOK A\nx/ ////!HOOK B", "//!HOOK A\nx/ ////!HOOK B\n"),
        ("//!HOOK A\r\n\r\n//!HOOK B", "//!HOOK A\n\r\n//!HOOK B\n"),
        ("//!HOOK A\n \n  //!HOOK B", "//!HOOK A\n \n  //!HOOK B\n"),
        ("//!HOOK A\n ", "//!HOOK A\n "),
        # data
        (
            "//!TEXTURE t\n//!BORDER CLAMP\n//!FORMAT r8\n//!SIZE 02\n A B\ncD",
            "//!TEXTURE t\n//!SIZE 2\n//!FORMAT r8\nabcd\n",
        ),
        ("//!PARAM p\n//!TYPE float\n\n1\n\nmore", "//!PARAM p\n//!TYPE float\n1.0\n"),
    ],
)
def test_canonical_texts(text: str, canonical: str) -> None:
    assert format_user_shader(parse_user_shader(text)) == canonical
    assert parse_user_shader(canonical) == parse_user_shader(text)


def test_a_body_that_would_join_two_headers_gets_a_line() -> None:
    shader = UserShader((Pass(hooks=("A",)), Pass(hooks=("B",), body=" "), Pass(hooks=("C",))))
    text = format_user_shader(shader)
    assert text == "//!HOOK A\n\n//!HOOK B\n \n//!HOOK C\n"
    assert [block.hooks for block in parse_user_shader(text).passes] == [("A",), ("B",), ("C",)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Pass(body="a //!b"), "a shader body holds '//!', which would start a new block"),
        (Pass(desc="a\nb"), "a shader's description holds a line break"),
        (
            Param("p", ParamType.INT, 1, members=("A", "B"), minimum=0, maximum=1),
            "the default of the enum p must be its first member",
        ),
    ],
)
def test_what_no_text_can_say(block: Pass | Param, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        format_user_shader(UserShader((block,)))
    assert str(caught.value) == message


def test_numbers_keep_every_digit() -> None:
    param = Param("p", ParamType.FLOAT, 0.1 + 0.2, minimum=-1e-30)
    assert parse_user_shader(format_user_shader(UserShader((param,)))).params == (param,)


def test_a_whole_default_of_a_float_is_printed_as_one() -> None:
    shader = UserShader((Param("p", ParamType.FLOAT, 1),))
    assert format_user_shader(shader) == "//!PARAM p\n//!TYPE float\n1.0\n"


# --- any shader

WORD = st.text(st.characters(exclude_characters=" \f\n\r\t\v"), min_size=1, max_size=8)
IDENTIFIER = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,7}", fullmatch=True)
TEXT = st.text(max_size=20)
DESC = TEXT.map(lambda text: text.replace("\n", "").strip(" \f\n\r\t\v"))
BODY = TEXT.map(lambda text: text.replace("//!", "") + "\n")
COUNT = st.integers(1, 2**31 - 1)
FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
EXPRESSION = st.lists(
    st.sampled_from(
        ["MAIN.w", "LUT.height", "1", "1.5junk", "+", "-1", "!x", "=", "strength", "é\ta"]
    ),
    min_size=1,
    max_size=64,
).map(lambda tokens: Expression.parse(" ".join(tokens)))
NAMES = st.lists(WORD, max_size=16, unique=True).map(tuple)

PASSES = st.builds(
    Pass,
    hooks=NAMES,
    binds=NAMES,
    save=st.none() | WORD,
    desc=st.none() | DESC,
    width=st.none() | EXPRESSION,
    height=st.none() | EXPRESSION,
    when=st.none() | EXPRESSION,
    offset=st.builds(Offset, FLOAT32, FLOAT32),
    align=st.booleans(),
    components=st.none() | st.integers(1, 4),
    compute=st.none() | st.builds(Compute, COUNT, COUNT, COUNT, COUNT),
    body=BODY,
)


@st.composite
def textures(draw: st.DrawFn) -> Texture:
    format = draw(st.sampled_from(list(TEXTURE_FORMATS.values())))
    size = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    count = format.hex_bytes
    for side in size:
        count *= side
    storage = draw(st.booleans())
    return Texture(
        draw(IDENTIFIER),
        size,
        format,
        filter=draw(st.sampled_from([None, Filter.NEAREST] + [Filter.LINEAR] * format.filterable)),
        border=draw(st.sampled_from(Border)),
        storage=storage,
        data=b"" if storage and draw(st.booleans()) else draw(st.binary(min_size=count))[:count],
    )


@st.composite
def params(draw: st.DrawFn) -> Param:
    type = draw(st.sampled_from(ParamType))
    storage = draw(st.sampled_from(ParamStorage))
    param = Param(
        draw(IDENTIFIER),
        type,
        0,
        desc=draw(st.none() | DESC),
        storage=ParamStorage.DEFAULT if type is ParamType.DEFINE else storage,
    )
    if type in (ParamType.INT, ParamType.DEFINE) and draw(st.booleans()):
        members = tuple(draw(st.lists(IDENTIFIER, min_size=1, unique=True, max_size=5)))
        return replace(param, members=members, minimum=0, maximum=len(members) - 1)
    number: st.SearchStrategy[float] = {
        ParamType.FLOAT: FLOAT32,
        ParamType.UINT: st.integers(0, 2**32 - 1),
    }.get(type, st.integers(-(2**31), 2**31 - 1))
    low, default, high = sorted(draw(st.tuples(number, number, number)))
    return replace(
        param,
        default=default,
        minimum=draw(st.sampled_from([None, low])),
        maximum=draw(st.sampled_from([None, high])),
    )


@st.composite
def buffers(draw: st.DrawFn) -> Buffer:
    variables = draw(
        st.lists(
            st.builds(
                BufferVariable,
                st.sampled_from(list(VARIABLE_TYPES)),
                IDENTIFIER,
                st.none() | st.integers(1, 3),
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda variable: variable.name,
        ).map(tuple)
    )
    storage = draw(st.booleans())
    count = block_bytes(variables, storage=storage)
    data = b"" if storage and draw(st.booleans()) else bytes([draw(st.integers(0, 255))]) * count
    return Buffer(draw(IDENTIFIER), variables, storage=storage, data=data)


SHADERS = st.lists(
    PASSES | textures() | params() | buffers(),
    min_size=1,
    max_size=6,
    unique_by=lambda block: (type(block), block.name if isinstance(block, Param) else id(block)),
).map(lambda blocks: UserShader(tuple(blocks)))


@settings(deadline=None)
@given(SHADERS)
def test_any_shader_survives_the_round_trip(shader: UserShader) -> None:
    text = format_user_shader(shader)
    again = parse_user_shader(text)
    assert again == shader
    assert format_user_shader(again) == text


# --- any text


def check(text: str) -> None:
    """Parsing gives one of two: the one error that points into the text, or a shader to print."""
    try:
        shader = parse_user_shader(text)
    except UserShaderError as error:
        assert error.source_line in text
        assert 1 <= error.column <= len(error.source_line) + 1
        assert error.column - 1 + error.width <= max(len(error.source_line), error.column)
        assert "\n" not in error.message
        return
    printed = format_user_shader(shader)
    assert parse_user_shader(printed) == shader
    assert format_user_shader(parse_user_shader(printed)) == printed
    ends = [block.span.end for block in shader.blocks]
    assert [block.span.start for block in shader.blocks[1:]] == ends[:-1]
    assert ends[-1] == len(text)


WORDS = (
    "//! HOOK BIND SAVE DESC OFFSET WIDTH HEIGHT WHEN COMPONENTS COMPUTE TEXTURE SIZE FORMAT "
    "FILTER BORDER STORAGE PARAM TYPE MINIMUM MAXIMUM BUFFER VAR ENUM DEFINE DYNAMIC CONSTANT "
    "float int uint vec3 A.w b 0 1 2.5 -1 00 ff r8 rgba16f LINEAR NEAREST MIRROR ALIGN + ! = [2] /"
)
GAPS = ["\n", "\n", "\n//!", "\n//!", " ", " ", "\t", "\r\n", "\0", "é", "\ufeff", "\udc80"]
FRAGMENTS = st.lists(st.sampled_from([*WORDS.split(), *GAPS]), max_size=40).map("".join)


@settings(deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    check(text)
    check("//!" + text)
    check("//!HOOK A\n" + text)


@settings(deadline=None)
@given(FRAGMENTS)
def test_any_fragments(text: str) -> None:
    check(text)
    check("//!HOOK A\n" + text)


@settings(deadline=None)
@given(SHADERS, st.data())
def test_any_damage_to_a_shader(shader: UserShader, data: st.DataObject) -> None:
    text = format_user_shader(shader)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 10)))
    check(text[:start] + data.draw(FRAGMENTS | st.text(max_size=3)) + text[end:])
