"""The user shader reader: every directive, every error as it is shown, and hostile inputs."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from anime4k_gl.errors import OptionError, UserShaderError
from anime4k_gl.formats import TEXTURE_FORMATS
from anime4k_gl.usershader import (
    Block,
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
    read_user_shader,
)
from anime4k_gl.usershader.source import place


def only(text: str) -> Block:
    (block,) = parse_user_shader(text).blocks
    return block


# --- where blocks start and end


def test_text_before_the_first_directive_is_dropped() -> None:
    assert only("// licence\n\n//!HOOK A\nbody\n") == Pass(hooks=("A",), body="body\n")


def test_the_first_directive_may_be_in_the_middle_of_a_line() -> None:
    assert only("licence //!HOOK A\nbody") == Pass(hooks=("A",), body="body")


def test_a_byte_order_mark_is_dropped() -> None:
    assert only("\ufeff//!HOOK A\n") == Pass(hooks=("A",))


def test_a_blank_line_ends_the_header() -> None:
    assert parse_user_shader("//!HOOK A\n\n//!BIND B\nbody\n").blocks == (
        Pass(hooks=("A",), body="\n"),
        Pass(binds=("B",), body="body\n"),
    )


def test_a_body_ends_at_the_mark_wherever_it_is() -> None:
    assert parse_user_shader("//!HOOK A\nfoo(); //!HOOK B\nbar(); // no ////!HOOK C\n").blocks == (
        Pass(hooks=("A",), body="foo(); "),
        Pass(hooks=("B",), body="bar(); // no //"),
        Pass(hooks=("C",)),
    )


def test_directives_may_be_indented_and_end_in_crlf() -> None:
    text = "  //!HOOK A\r\n\t//!BIND B \t\r\n\v\f//!SAVE C\r\nbody\r\n"
    assert only(text) == Pass(hooks=("A",), binds=("B",), save="C", body="body\r\n")


def test_indentation_after_a_body_belongs_to_the_body() -> None:
    first, second = parse_user_shader("//!HOOK A\nbody\n  //!HOOK B\n").passes
    assert (first.body, second.hooks) == ("body\n  ", ("B",))


def test_a_mark_inside_a_directive_line_is_part_of_it() -> None:
    assert only("//!DESC a //!HOOK b\n") == Pass(desc="a //!HOOK b")


def test_only_newlines_end_lines() -> None:
    assert only("//!DESC a\rb\x85c\u2028d\n") == Pass(desc="a\rb\x85c\u2028d")


def test_bodies_are_verbatim() -> None:
    body = "  // é \0 \t\r\n\n\n  x\udc80 "
    assert only("//!HOOK A\n" + body) == Pass(hooks=("A",), body=body)


def test_no_newline_at_the_end() -> None:
    assert only("//!HOOK A") == Pass(hooks=("A",))


def test_keywords_need_no_separator() -> None:
    assert only("//!HOOKLUMA\n//!WIDTHA.w 2 *\n//!COMPUTE8 8\n") == Pass(
        hooks=("LUMA",), width=Expression.parse("A.w 2 *"), compute=Compute(8, 8, 8, 8)
    )


# --- words behind what a directive reads


def test_the_whole_line_is_a_name() -> None:
    text = "//!HOOK A // or B\n//!HOOK A\n//!BIND C\tthe first\n//!SAVE D E\nbody"
    assert only(text) == Pass(
        hooks=("A // or B", "A"), binds=("C\tthe first",), save="D E", body="body"
    )
    assert format_user_shader(parse_user_shader(text)) == text


@pytest.mark.parametrize("words", ["// a group", "x", "8.5", "8 8 8", ", 4"])
def test_what_follows_four_sides_of_a_group_is_free(words: str) -> None:
    assert only(f"//!COMPUTE 32 16 8 4 {words}\n") == Pass(compute=Compute(32, 16, 8, 4))


@pytest.mark.parametrize("words", ["// x", "x 4", "/*", "- 4"])
def test_what_follows_two_sides_of_a_group_is_free(words: str) -> None:
    assert only(f"//!COMPUTE 32 16 {words}\n") == Pass(compute=Compute(32, 16, 32, 16))
    assert only(f"//!COMPUTE 32 16{words}\n") == Pass(compute=Compute(32, 16, 32, 16))


def test_what_follows_numbers_is_free() -> None:
    assert only("//!COMPONENTS 3// all\n//!OFFSET -0.5 1e-1px\n") == Pass(
        components=3, offset=Offset(-0.5, 0.1)
    )
    (texture,) = parse_user_shader(
        "//!TEXTURE LUT // a table\n//!SIZE 2 1 // texels\n//!FORMAT r8\n0011\n"
    ).textures
    assert (texture.name, texture.size) == ("LUT // a table", (2, 1))


def test_half_a_byte_is_ignored_in_the_hex_of_a_texture() -> None:
    (texture,) = parse_user_shader("//!TEXTURE T\n//!SIZE 2\n//!FORMAT r8\n00112\n").textures
    assert texture.data == b"\x00\x11"


# --- passes

FULL_PASS = """\
//!DESC  all of it	
//!HOOK LUMA
//!HOOK CHROMA
//!BIND HOOKED
//!BIND lut
//!SAVE out
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.height
//!WHEN OUTPUT.w HOOKED.w >
//!OFFSET -0.5 1e-1
//!OFFSET ALIGN
//!COMPONENTS 4
//!COMPUTE 32 16 8 4
void hook() {}
"""


def test_every_directive_of_a_pass() -> None:
    assert only(FULL_PASS) == Pass(
        hooks=("LUMA", "CHROMA"),
        binds=("HOOKED", "lut"),
        save="out",
        desc="all of it",
        width=Expression.parse("HOOKED.w 2 *"),
        height=Expression.parse("HOOKED.height"),
        when=Expression.parse("OUTPUT.w HOOKED.w >"),
        offset=Offset(-0.5, 0.1),
        align=True,
        components=4,
        compute=Compute(32, 16, 8, 4),
        body="void hook() {}\n",
    )


def test_a_pass_without_hook_is_legal() -> None:
    assert only("//!BIND A\nbody") == Pass(binds=("A",), body="body")


def test_the_last_of_repeated_directives_counts() -> None:
    text = (
        "//!SAVE a\n//!SAVE b\n//!DESC a\n//!DESC b\n//!WIDTH 1 2 +\n//!WIDTH 3\n"
        "//!HEIGHT 1\n//!HEIGHT 4\n//!WHEN 0\n//!WHEN 1\n//!COMPONENTS 1\n//!COMPONENTS 2\n"
        "//!OFFSET 1 2\n//!OFFSET 3 4\n//!COMPUTE 1 2 3 4\n//!COMPUTE 5 6\n"
    )
    assert only(text) == Pass(
        save="b",
        desc="b",
        width=Expression.parse("3"),
        height=Expression.parse("4"),
        when=Expression.parse("1"),
        components=2,
        offset=Offset(3, 4),
        compute=Compute(5, 6, 5, 6),
    )


def test_names_given_twice_count_once() -> None:
    text = "//!HOOK A\n//!HOOK B\n//!HOOK A\n//!BIND C\n//!BIND D\n//!BIND C\n"
    assert only(text) == Pass(hooks=("A", "B"), binds=("C", "D"))


def test_empty_expressions_keep_the_default() -> None:
    assert only("//!WHEN\n//!WIDTH \n//!HEIGHT\t\n//!COMPONENTS 0\n") == Pass()


def test_sixteen_hooks_and_binds() -> None:
    names = [f"N{i}" for i in range(16)]
    text = "".join(f"//!HOOK {name}\n//!BIND {name}\n" for name in names)
    assert only(text) == Pass(hooks=tuple(names), binds=tuple(names))


def test_spans() -> None:
    text = "// licence\n//!HOOK A\n //!BIND  B \nbody\n//!SAVE\u00e9\n"
    first, second = parse_user_shader(text).passes

    def cut(block: Pass) -> tuple[str, str, list[tuple[str, str, str, str]]]:
        return (
            text[block.span.start : block.span.end],
            text[block.body_span.start : block.body_span.end],
            [
                (
                    directive.keyword,
                    directive.argument,
                    text[directive.span.start : directive.span.end],
                    text[directive.argument_span.start : directive.argument_span.end],
                )
                for directive in block.directives
            ],
        )

    assert cut(first) == (
        "//!HOOK A\n //!BIND  B \nbody\n",
        "body\n",
        [("HOOK", "A", "//!HOOK A", "A"), ("BIND", "B", "//!BIND  B", "B")],
    )
    assert cut(second) == ("//!SAVEé\n", "", [("SAVE", "é", "//!SAVEé", "é")])
    assert place(text, second.span.start) == (5, 1)


def test_a_shader_makes_errors_that_point_into_its_text() -> None:
    shader = parse_user_shader("//!HOOK A\n//!BIND B\n", filename="f.glsl")
    error = shader.error("no texture B", shader.passes[0].directives[1].argument_span)
    assert str(error) == "f.glsl:2:9: no texture B\n 2 | //!BIND B\n   |         ^"


def test_what_players_do_not_read() -> None:
    assert only("//!OFFSET 1 2 3\n//!COMPONENTS 2 of 4\n") == Pass(
        offset=Offset(1, 2), components=2
    )
    texture = only("//!TEXTURE T\n//!SIZE 1\n//!FORMAT r8\n//!STORAGE // kept\n\n")
    assert isinstance(texture, Texture)
    assert texture.storage
    param = only("//!PARAM p\n//!TYPE int\n//!MINIMUM\n//!MAXIMUM \n1\n")
    assert param == Param("p", ParamType.INT, 1)


# --- textures


@pytest.mark.parametrize("name", TEXTURE_FORMATS)
def test_every_texture_format(name: str) -> None:
    format = TEXTURE_FORMATS[name]
    data = bytes(range(2 * format.hex_bytes))
    text = f"//!TEXTURE T\n//!SIZE 2\n//!FORMAT {name}\n{data.hex()}\n"
    assert only(text) == Texture("T", (2,), format, data=data)


@pytest.mark.parametrize("size", [(3,), (3, 2), (3, 2, 4)])
def test_texture_dimensions(size: tuple[int, ...]) -> None:
    data = bytes(range(3 * (2 if len(size) > 1 else 1) * (4 if len(size) > 2 else 1)))
    text = f"//!TEXTURE T\n//!FORMAT r8\n//!SIZE {' '.join(map(str, size))}\n{data.hex()}"
    assert only(text) == Texture("T", size, TEXTURE_FORMATS["r8"], data=data)


def test_every_directive_of_a_texture() -> None:
    text = (
        "//!TEXTURE T\n//!STORAGE\n//!BORDER MIRROR\n//!FILTER NEAREST\n//!FORMAT rg16ui\n"
        "//!SIZE 1 1\n\n 0 1 02\r\n\tfF\v\fFf \n\n"
    )
    assert only(text) == Texture(
        "T",
        (1, 1),
        TEXTURE_FORMATS["rg16ui"],
        filter=Filter.NEAREST,
        border=Border.MIRROR,
        storage=True,
        data=bytes([0x01, 0x02, 0xFF, 0xFF]),
    )


def test_a_storage_texture_may_be_empty() -> None:
    block = only("//!TEXTURE T\n//!SIZE 9\n//!FORMAT rgba32f\n//!STORAGE\n\n")
    assert block == Texture("T", (9,), TEXTURE_FORMATS["rgba32f"], storage=True)


def test_textures_may_share_a_name() -> None:
    one = "//!TEXTURE T\n//!SIZE 1\n//!FORMAT r8\n00\n"
    assert len(parse_user_shader(one + one).textures) == 2


# --- parameters


@pytest.mark.parametrize(
    ("written", "type", "storage", "default"),
    [
        ("float", ParamType.FLOAT, ParamStorage.DEFAULT, 1.0),
        ("int", ParamType.INT, ParamStorage.DEFAULT, 1),
        ("uint", ParamType.UINT, ParamStorage.DEFAULT, 1),
        ("DEFINE", ParamType.DEFINE, ParamStorage.DEFAULT, 1),
        ("DYNAMIC float", ParamType.FLOAT, ParamStorage.DYNAMIC, 1.0),
        ("CONSTANT  int", ParamType.INT, ParamStorage.CONSTANT, 1),
        ("CONSTANT\tuint", ParamType.UINT, ParamStorage.CONSTANT, 1),
    ],
)
def test_parameter_types(
    written: str, type: ParamType, storage: ParamStorage, default: float
) -> None:
    param = only(f"//!PARAM p\n//!TYPE {written}\n1\n")
    assert param == Param("p", type, default, storage=storage)
    assert isinstance(param, Param)
    assert isinstance(param.default, float) == (type is ParamType.FLOAT)


def test_every_directive_of_a_parameter() -> None:
    text = "//!PARAM p\n//!MINIMUM -1\n//!MAXIMUM 1e1\n//!DESC a knob\n//!TYPE float\n\n .5 \n"
    assert only(text) == Param("p", ParamType.FLOAT, 0.5, desc="a knob", minimum=-1.0, maximum=10.0)


@pytest.mark.parametrize("type", ["int", "DEFINE", "DYNAMIC int"])
def test_an_enum_counts_its_members(type: str) -> None:
    param = only(f"//!PARAM p\n//!TYPE ENUM {type}\nOFF\n\n  ON\r\n_3\n")
    assert isinstance(param, Param)
    assert param.members == ("OFF", "ON", "_3")
    assert (param.default, param.minimum, param.maximum) == (0, 0, 2)
    assert param.type.value == type.split()[-1]


@pytest.mark.parametrize(
    ("type", "number", "value"),
    [
        ("float", "-0.25", -0.25),
        ("float", "+1.", 1.0),
        ("float", "1E-3", 0.001),
        ("float", "3.4028235e38", 3.4028235e38),
        ("int", "-2147483648", -(2**31)),
        ("int", "+007", 7),
        ("int", "-3.9", -3),
        ("DEFINE", "10.0", 10),
        ("uint", "1.", 1),
        ("uint", "4294967295", 2**32 - 1),
        ("int", "0" * 5000 + "1", 1),
    ],
)
def test_parameter_numbers(type: str, number: str, value: float) -> None:
    assert only(f"//!PARAM p\n//!TYPE {type}\n{number}") == Param("p", ParamType(type), value)


def test_lines_below_the_default_are_ignored() -> None:
    assert only("//!PARAM p\n//!TYPE int\n1\n// more\n") == Param("p", ParamType.INT, 1)


def test_bounds_include_their_ends() -> None:
    text = "//!PARAM p\n//!TYPE int\n//!MINIMUM 3\n//!MAXIMUM 3\n3\n"
    assert only(text) == Param("p", ParamType.INT, 3, minimum=3, maximum=3)


# --- buffers


def test_every_directive_of_a_buffer() -> None:
    text = (
        "//!BUFFER b\n//!VAR vec3 a\n//!VAR float b[ 2 ];\n//!VAR mat2x3  m_1 [3]\n//!STORAGE\n\n"
    )
    assert only(text) == Buffer(
        "b",
        (
            BufferVariable("vec3", "a"),
            BufferVariable("float", "b", 2),
            BufferVariable("mat2x3", "m_1", 3),
        ),
        storage=True,
    )


@pytest.mark.parametrize(
    ("variables", "std140", "std430"),
    [
        (["float a"], 4, 4),
        (["vec2 a"], 8, 8),
        (["vec3 a"], 12, 12),
        (["uvec4 a"], 16, 16),
        (["vec3 a", "float b"], 16, 16),
        (["float a", "vec3 b"], 28, 28),
        (["float a", "ivec2 b"], 16, 16),
        (["float a[3]"], 48, 12),
        (["float a[1]"], 16, 4),
        (["vec3 a[2]"], 32, 32),
        (["mat2 a"], 32, 16),
        (["mat3 a"], 48, 48),
        (["mat4 a"], 64, 64),
        (["mat2x4 a"], 32, 32),
        (["mat4x2 a[2]"], 128, 64),
        (["int a", "float b[2]", "uint c"], 52, 16),
    ],
)
def test_buffer_layouts(variables: list[str], std140: int, std430: int) -> None:
    head = "//!BUFFER b\n" + "".join(f"//!VAR {variable}\n" for variable in variables)
    uniform = only(head + "a5" * std140)
    storage = only(head + "//!STORAGE\n" + "a5" * std430)
    assert isinstance(uniform, Buffer)
    assert uniform.data == b"\xa5" * std140
    assert isinstance(storage, Buffer)
    assert storage.data == b"\xa5" * std430


def test_the_kinds_of_blocks_of_a_shader() -> None:
    value = struct.pack("<f", 1.5).hex()
    shader = parse_user_shader(
        f"//!TEXTURE t\n//!SIZE 1\n//!FORMAT r32f\n{value}\n"
        f"//!PARAM p\n//!TYPE int\n1\n//!BUFFER b\n//!VAR float x\n{value}\n//!HOOK A\nbody\n"
    )
    assert shader.blocks == (*shader.textures, *shader.params, *shader.buffers, *shader.passes)
    assert [type(block) for block in shader.blocks] == [Texture, Param, Buffer, Pass]


# --- errors, as they are shown

PASS_WORDS = "HOOK, BIND, SAVE, DESC, OFFSET, WIDTH, HEIGHT, WHEN, COMPONENTS, COMPUTE"
TEXTURE = "//!TEXTURE T\n//!SIZE 2\n//!FORMAT r8\n"
PARAM = "//!PARAM p\n//!TYPE int\n"
FORMATS = (
    "a texture format: r, rg, rgb or rgba followed by 8, 16, 16f, 16hf, 32f, 8ui, 16ui, 32ui, "
    "8i, 16i or 32i; or rgb10_a2"
)

ERRORS = [
    # the file
    (
        "",
        "f:1:1: expected a user shader, found no //! directive in the whole text\n 1 | \n   | ^",
    ),
    (
        "void main() {}\r\n",
        "f:1:1: expected a user shader, found no //! directive in the whole text\n"
        " 1 | void main() {}\n   | ^",
    ),
    # directives
    (
        "//!\n",
        "f:1:4: expected a directive after //!, found nothing\n 1 | //!\n   |    ^",
    ),
    (
        "//! HOOK A\n",
        "f:1:4: expected a directive right after //!, found a space\n 1 | //! HOOK A\n   |    ^",
    ),
    (
        "//!HOKO A\n",
        f"f:1:4: unknown directive 'HOKO' in a pass; expected {PASS_WORDS}, "
        "or TEXTURE, PARAM, BUFFER to start a block\n 1 | //!HOKO A\n   |    ^^^^",
    ),
    (
        "//!HOOK A\n\t//!hook B\n",
        f"f:2:5: unknown directive 'hook' in a pass; expected {PASS_WORDS}\n"
        " 2 | \t//!hook B\n   | \t   ^^^^",
    ),
    (
        "//!HOOK A\n//!TEXTURE B\n",
        "f:2:4: TEXTURE starts a block of its own; expected an empty line before it\n"
        " 2 | //!TEXTURE B\n   |    ^^^^^^^",
    ),
    (
        "//!TEXTURE A\n//!HOOK B\n",
        "f:2:4: unknown directive 'HOOK' in a TEXTURE block; expected "
        "TEXTURE, SIZE, FORMAT, FILTER, BORDER, STORAGE\n 2 | //!HOOK B\n   |    ^^^^",
    ),
    (
        "//!PARAM A\n//!HOOK B\n",
        "f:2:4: unknown directive 'HOOK' in a PARAM block; expected "
        "PARAM, DESC, TYPE, MINIMUM, MAXIMUM\n 2 | //!HOOK B\n   |    ^^^^",
    ),
    (
        "//!BUFFER A\n//!HOOK B\n",
        "f:2:4: unknown directive 'HOOK' in a BUFFER block; expected "
        "BUFFER, VAR, STORAGE\n 2 | //!HOOK B\n   |    ^^^^",
    ),
    # passes
    (
        "//!HOOK\n",
        "f:1:8: expected the name of one hook point, found nothing\n 1 | //!HOOK\n   |        ^",
    ),
    (
        "//!SAVE \n",
        "f:1:8: expected the name of one texture, found nothing\n 1 | //!SAVE \n   |        ^",
    ),
    (
        "//!HOOK A\n" * 17,
        "f:17:9: expected at most 16 HOOK lines in a pass, found one more\n"
        " 17 | //!HOOK A\n    |         ^",
    ),
    (
        "//!BIND A\n" * 17,
        "f:17:9: expected at most 16 BIND lines in a pass, found one more\n"
        " 17 | //!BIND A\n    |         ^",
    ),
    (
        "//!OFFSET 1\n",
        "f:1:11: expected two numbers or ALIGN, found '1'\n 1 | //!OFFSET 1\n   |           ^",
    ),
    (
        "//!OFFSET align\n",
        "f:1:11: expected two numbers or ALIGN, found 'align'\n"
        " 1 | //!OFFSET align\n   |           ^^^^^",
    ),
    (
        "//!COMPONENTS\n",
        "f:1:14: expected a number of components, 0 to 4, found nothing\n"
        " 1 | //!COMPONENTS\n   |              ^",
    ),
    (
        "//!OFFSET 1 x2\n",
        "f:1:11: expected two numbers or ALIGN, found '1 x2'\n"
        " 1 | //!OFFSET 1 x2\n   |           ^^^^",
    ),
    (
        "//!OFFSET nan 0\n",
        "f:1:11: expected two numbers or ALIGN, found 'nan 0'\n"
        " 1 | //!OFFSET nan 0\n   |           ^^^^^",
    ),
    (
        "//!OFFSET 0 1e39\n",
        "f:1:13: expected a number in the range of 32-bit floats, found '1e39'\n"
        " 1 | //!OFFSET 0 1e39\n   |             ^^^^",
    ),
    (
        "//!COMPONENTS 5\n",
        "f:1:15: expected a number of components, 0 to 4, found '5'\n"
        " 1 | //!COMPONENTS 5\n   |               ^",
    ),
    (
        "//!COMPONENTS -1\n",
        "f:1:15: expected a number of components, 0 to 4, found '-1'\n"
        " 1 | //!COMPONENTS -1\n   |               ^^",
    ),
    (
        "//!COMPONENTS ٣\n",
        "f:1:15: expected a number of components, 0 to 4, found '٣'\n"
        " 1 | //!COMPONENTS ٣\n   |               ^",
    ),
    (
        "//!COMPUTE 8 8 4\n",
        "f:1:12: expected 2 or 4 positive whole numbers, found '8 8 4'\n"
        " 1 | //!COMPUTE 8 8 4\n   |            ^^^^^",
    ),
    (
        "//!COMPUTE 8 8 4 // threads\n",
        "f:1:12: expected 2 or 4 positive whole numbers, found '8 8 4 // threads'\n"
        " 1 | //!COMPUTE 8 8 4 // threads\n   |            ^^^^^^^^^^^^^^^^",
    ),
    (
        "//!COMPUTE 8,8\n",
        "f:1:12: expected 2 or 4 positive whole numbers, found '8,8'\n"
        " 1 | //!COMPUTE 8,8\n   |            ^^^",
    ),
    (
        "//!COMPUTE 8 0\n",
        "f:1:14: expected a positive whole number, found '0'\n"
        " 1 | //!COMPUTE 8 0\n   |              ^",
    ),
    (
        "//!COMPUTE 8 99999999999\n",
        "f:1:14: expected a positive whole number, found '99999999999'\n"
        " 1 | //!COMPUTE 8 99999999999\n   |              ^^^^^^^^^^^",
    ),
    (
        "//!WHEN" + " 1" * 65 + "\n",
        "f:1:137: expected at most 64 tokens in an expression, found 65\n"
        " 1 | //!WHEN" + " 1" * 65 + "\n   | " + " " * 136 + "^",
    ),
    # textures
    (
        "//!TEXTURE 1st\n",
        "f:1:12: expected a texture name made of letters, digits and underscores, found '1st'\n"
        " 1 | //!TEXTURE 1st\n   |            ^^^",
    ),
    (
        "//!TEXTURE\n",
        "f:1:11: expected a texture name made of letters, digits and underscores, found nothing\n"
        " 1 | //!TEXTURE\n   |           ^",
    ),
    (
        "//!TEXTURE T\n//!FORMAT r8\n00\n",
        "f:1:1: expected a SIZE line in the TEXTURE block, found none\n"
        " 1 | //!TEXTURE T\n   | ^^^^^^^^^^^^",
    ),
    (
        "//!TEXTURE T\n//!SIZE 1\n00\n",
        "f:1:1: expected a FORMAT line in the TEXTURE block, found none\n"
        " 1 | //!TEXTURE T\n   | ^^^^^^^^^^^^",
    ),
    (
        "//!TEXTURE T\n//!SIZE\n",
        "f:2:8: expected 1 to 3 positive whole numbers, found nothing\n 2 | //!SIZE\n   |        ^",
    ),
    (
        "//!TEXTURE T\n//!SIZE 4 -4\n",
        "f:2:11: expected a positive whole number, found '-4'\n"
        " 2 | //!SIZE 4 -4\n   |           ^^",
    ),
    (
        "//!TEXTURE T\n//!FORMAT rgba4\n",
        f"f:2:11: expected {FORMATS}, found 'rgba4'\n 2 | //!FORMAT rgba4\n   |           ^^^^^",
    ),
    (
        "//!TEXTURE T\n//!FILTER CUBIC\n",
        "f:2:11: expected a filter (LINEAR, NEAREST), found 'CUBIC'\n"
        " 2 | //!FILTER CUBIC\n   |           ^^^^^",
    ),
    (
        "//!TEXTURE T\n//!BORDER\n",
        "f:2:10: expected a border mode (CLAMP, REPEAT, MIRROR), found nothing\n"
        " 2 | //!BORDER\n   |          ^",
    ),
    (
        "//!TEXTURE T\n//!FILTER LINEAR\n//!SIZE 1\n//!FORMAT r8ui\n00\n",
        "f:2:11: expected FILTER NEAREST for the integer format r8ui, found LINEAR\n"
        " 2 | //!FILTER LINEAR\n   |           ^^^^^^",
    ),
    (
        TEXTURE + "\n  0011\n22\n",
        "f:5:3: expected 2 bytes of data (2 texels of r8, 1 byte each), found 3\n"
        " 5 |   0011\n   |   ^^^^",
    ),
    (
        TEXTURE,
        "f:1:1: expected 2 bytes of data (2 texels of r8, 1 byte each), found 0\n"
        " 1 | //!TEXTURE T\n   | ^^^^^^^^^^^^",
    ),
    (
        "//!TEXTURE T\n//!SIZE 2147483647 2147483647 2147483647\n//!FORMAT rgba32f\n00\n",
        "f:4:1: expected 158456324807167746405652496368 bytes of data "
        "(2147483647x2147483647x2147483647 texels of rgba32f, 16 bytes each), found 1\n"
        " 4 | 00\n   | ^^",
    ),
    (
        TEXTURE + "00 1\n1 2 \n",
        "f:5:3: expected two hexadecimal digits per byte, found an odd number of digits, 5\n"
        " 5 | 1 2 \n   |   ^",
    ),
    (
        TEXTURE + "00\n0xfé\n",
        "f:5:2: expected hexadecimal digits, found 'x'\n 5 | 0xfé\n   |  ^",
    ),
    # parameters
    (
        "//!PARAM a-b\n",
        "f:1:10: expected a parameter name made of letters, digits and underscores, found 'a-b'\n"
        " 1 | //!PARAM a-b\n   |          ^^^",
    ),
    (
        "//!PARAM p\n1\n",
        "f:1:1: expected a TYPE line in the PARAM block, found none\n"
        " 1 | //!PARAM p\n   | ^^^^^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE double\n",
        "f:2:9: expected [ENUM] DEFINE, or [DYNAMIC or CONSTANT] float, int or uint, "
        "found 'double'\n 2 | //!TYPE double\n   |         ^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE\n",
        "f:2:8: expected [ENUM] DEFINE, or [DYNAMIC or CONSTANT] float, int or uint, "
        "found nothing\n 2 | //!TYPE\n   |        ^",
    ),
    (
        "//!PARAM p\n//!TYPE CONSTANT DEFINE\n",
        "f:2:9: expected [ENUM] DEFINE, or [DYNAMIC or CONSTANT] float, int or uint, "
        "found 'CONSTANT DEFINE'\n 2 | //!TYPE CONSTANT DEFINE\n   |         ^^^^^^^^^^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE ENUM float\n",
        "f:2:9: expected ENUM and then DEFINE, or [DYNAMIC or CONSTANT] int, "
        "found 'ENUM float'\n 2 | //!TYPE ENUM float\n   |         ^^^^^^^^^^",
    ),
    (
        PARAM,
        "f:1:1: expected a default value, below the PARAM block's //! lines, found none\n"
        " 1 | //!PARAM p\n   | ^^^^^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE ENUM int\n\n",
        "f:1:1: expected members, one a line, below the PARAM block's //! lines, found none\n"
        " 1 | //!PARAM p\n   | ^^^^^^^^^^",
    ),
    (
        PARAM + "1e3\n",
        "f:3:1: expected a default value, a whole number of 32 bits, found '1e3'\n"
        " 3 | 1e3\n   | ^^^",
    ),
    (
        PARAM + "2147483648\n",
        "f:3:1: expected a default value, a whole number of 32 bits, found '2147483648'\n"
        " 3 | 2147483648\n   | ^^^^^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE uint\n  -1\n",
        "f:3:3: expected a default value, a whole number from 0 to 4294967295, found '-1'\n"
        " 3 |   -1\n   |   ^^",
    ),
    (
        "//!PARAM p\n//!TYPE float\ninf\n",
        "f:3:1: expected a default value, a number, found 'inf'\n 3 | inf\n   | ^^^",
    ),
    (
        "//!PARAM p\n//!TYPE float\n-1e39\n",
        "f:3:1: expected a default value, a number in the range of 32-bit floats, found '-1e39'\n"
        " 3 | -1e39\n   | ^^^^^",
    ),
    (
        PARAM + "1 // one\n",
        "f:3:1: expected a default value, a whole number of 32 bits, found '1 // one'\n"
        " 3 | 1 // one\n   | ^^^^^^^^",
    ),
    (
        PARAM + "//!MINIMUM x\n1\n",
        "f:3:12: expected a minimum, a whole number of 32 bits, found 'x'\n"
        " 3 | //!MINIMUM x\n   |            ^",
    ),
    (
        PARAM + "//!MAXIMUM 1 2\n1\n",
        "f:3:12: expected a maximum, a whole number of 32 bits, found '1 2'\n"
        " 3 | //!MAXIMUM 1 2\n   |            ^^^",
    ),
    (
        PARAM + "//!MAXIMUM 1\n//!MINIMUM 2\n1\n",
        "f:3:12: expected a maximum of at least 2, the minimum, found 1\n"
        " 3 | //!MAXIMUM 1\n   |            ^",
    ),
    (
        PARAM + "//!MINIMUM 2\n1\n",
        "f:4:1: expected a default of at least 2, the minimum, found 1\n 4 | 1\n   | ^",
    ),
    (
        "//!PARAM p\n//!TYPE float\n//!MAXIMUM 2\n2.5\n",
        "f:4:1: expected a default of at most 2.0, the maximum, found 2.5\n 4 | 2.5\n   | ^^^",
    ),
    (
        "//!PARAM p\n//!TYPE ENUM int\nON OFF\n",
        "f:3:1: expected the name of an enum member made of letters, digits and underscores, "
        "found 'ON OFF'\n 3 | ON OFF\n   | ^^^^^^",
    ),
    (
        "//!PARAM p\n//!TYPE ENUM int\nON\nOFF\nON\n",
        "f:5:1: expected a new member name, found 'ON' a second time\n 5 | ON\n   | ^^",
    ),
    (
        (PARAM + "1\n") * 2,
        "f:4:10: expected a new parameter name, found 'p' a second time\n"
        " 4 | //!PARAM p\n   |          ^",
    ),
    # buffers
    (
        "//!BUFFER é\n",
        "f:1:11: expected a buffer name made of letters, digits and underscores, found 'é'\n"
        " 1 | //!BUFFER é\n   |           ^",
    ),
    (
        "//!BUFFER b\n00\n",
        "f:1:1: expected a VAR line in the BUFFER block, found none\n"
        " 1 | //!BUFFER b\n   | ^^^^^^^^^^^",
    ),
    (
        "//!BUFFER b\n//!VAR float\n",
        "f:2:8: expected a GLSL type and a name, perhaps with [N], found 'float'\n"
        " 2 | //!VAR float\n   |        ^^^^^",
    ),
    (
        "//!BUFFER b\n//!VAR dvec2 x\n",
        "f:2:8: expected float, int or uint, a vector or a float matrix of GLSL, found 'dvec2'\n"
        " 2 | //!VAR dvec2 x\n   |        ^^^^^",
    ),
    (
        "//!BUFFER b\n//!VAR float x-y\n",
        "f:2:14: expected a variable name made of letters, digits and underscores, found 'x-y'\n"
        " 2 | //!VAR float x-y\n   |              ^^^",
    ),
    (
        "//!BUFFER b\n//!VAR float x[0]\n",
        "f:2:16: expected a positive whole number, found '0'\n"
        " 2 | //!VAR float x[0]\n   |                ^",
    ),
    (
        "//!BUFFER b\n//!VAR float x[]\n",
        "f:2:16: expected a positive whole number, found nothing\n"
        " 2 | //!VAR float x[]\n   |                ^",
    ),
    (
        "//!BUFFER b\n//!VAR float x\n//!VAR int x\n",
        "f:3:12: expected a new variable name, found 'x' a second time\n"
        " 3 | //!VAR int x\n   |            ^",
    ),
    (
        "//!BUFFER b\n//!VAR vec3 x[2]\n00112233\n",
        "f:3:1: expected 32 bytes of data (the variables laid out by std140), found 4\n"
        " 3 | 00112233\n   | ^^^^^^^^",
    ),
    (
        "//!BUFFER b\n//!STORAGE\n//!VAR float x[2]\n00112233\n",
        "f:4:1: expected 8 bytes of data (the variables laid out by std430), found 4\n"
        " 4 | 00112233\n   | ^^^^^^^^",
    ),
]


@pytest.mark.parametrize(("text", "shown"), ERRORS)
def test_errors(text: str, shown: str) -> None:
    with pytest.raises(UserShaderError) as caught:
        parse_user_shader(text, filename="f")
    assert str(caught.value) == shown


# --- hostile inputs: quadratic time would run into the test's time limit

MEGA = 1_000_000
ONE_TEXTURE = f"//!TEXTURE T\n//!SIZE {MEGA // 2}\n//!FORMAT r8\n"

BIG_SHADERS = {
    "directives": "//!DESC x\n" * (MEGA // 10),
    "blocks": "//!HOOK A\n//!BIND B\n//!DESC x\n\n" * (MEGA // 32),
    "marks in a directive": "//!DESC " + "//!" * (MEGA // 3),
    "newlines": "//!HOOK A\n" + "\n" * MEGA,
    "spaces": "//!HOOK A\n" + " " * MEGA,
    "slashes": "//!HOOK A\n" + "/" * MEGA,
    "lines": "//!HOOK A\n" + "x\n" * MEGA,
    "digits": "//!WHEN " + "1" * MEGA,
    "hex digits": "//!WHEN 0x" + "f" * MEGA,
    "zeros": "//!COMPONENTS " + "0" * MEGA,
    "bytes": ONE_TEXTURE + "ab" * (MEGA // 2),
    "bytes over lines": ONE_TEXTURE + "a\nb\n" * (MEGA // 2),
    "parameters": "".join(f"//!PARAM p{i}\n//!TYPE int\n1\n" for i in range(MEGA // 30)),
    "members": "//!PARAM p\n//!TYPE ENUM int\n" + "".join(f"m{i}\n" for i in range(MEGA // 8)),
    "variables": "//!BUFFER b\n//!STORAGE\n"
    + "".join(f"//!VAR float v{i}\n" for i in range(MEGA // 20)),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", BIG_SHADERS.values(), ids=BIG_SHADERS)
def test_big_shaders(text: str) -> None:
    parse_user_shader(text)


BIG_FAULTS = {
    "newlines": ("\n" * MEGA, "expected a user shader"),
    "spaces": ("//!HOOK A\n" + " " * MEGA + "//!x", "unknown directive 'x'"),
    "marks": ("//!" * (MEGA // 3), "unknown directive '//!//!"),
    "marks after a body": ("//!HOOK A\nx" + "//!" * (MEGA // 3), "unknown directive '//!//!"),
    "a word": ("//!" + "x" * MEGA, "unknown directive 'xxx"),
    "lines": ("//!HOOK A\n" + "x\n" * MEGA + "//!x", "unknown directive 'x'"),
    "tokens": ("//!WHEN " + "1 " * 100_000, "expected at most 64 tokens"),
    "digits": ("//!COMPONENTS " + "9" * MEGA, "expected a number of components"),
    "fraction": ("//!OFFSET 0 " + "1" * MEGA + "x", "expected a number in the range"),
    "exponent": ("//!OFFSET 0 1e" + "9" * MEGA, "expected a number in the range"),
    "a name": ("//!TEXTURE " + "x" * MEGA + "-", "expected a texture name"),
    "a variable": ("//!BUFFER b\n//!VAR float" + " " * MEGA + "x[", "expected a GLSL type"),
    "bytes": (ONE_TEXTURE + "ab" * (MEGA // 2) + "g", "expected hexadecimal digits"),
}


@pytest.mark.parametrize(("text", "message"), BIG_FAULTS.values(), ids=BIG_FAULTS)
def test_big_faults(text: str, message: str) -> None:
    with pytest.raises(UserShaderError) as caught:
        parse_user_shader(text)
    assert caught.value.message.startswith(message)
    assert len(caught.value.message) < 300


def test_a_mistake_in_a_long_text_has_its_line() -> None:
    with pytest.raises(UserShaderError) as caught:
        parse_user_shader("//!HOOK A\n" + "x\n" * 1000 + "  //!x\r\n")
    assert (caught.value.line, caught.value.column) == (1002, 6)
    assert caught.value.source_line == "  //!x"


# --- files


def test_read_user_shader(tmp_path: Path) -> None:
    path = tmp_path / "a.glsl"
    path.write_bytes(b"\xef\xbb\xbf// caf\xe9\r\n//!HOOK A\r\nbody \xe9\xc3\xa9\r\n")
    shader = read_user_shader(path)
    assert shader == UserShader((Pass(hooks=("A",), body="body \ufffd\u00e9\r\n"),))
    assert shader.filename == str(path)
    assert read_user_shader(str(path)) == shader


def test_errors_in_a_file_name_it(tmp_path: Path) -> None:
    path = tmp_path / "a.glsl"
    path.write_text("//!x\n")
    with pytest.raises(UserShaderError) as caught:
        read_user_shader(path)
    assert str(caught.value).startswith(f"{path}:1:4: unknown directive 'x'")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def message(path: str | Path) -> str:
        with pytest.raises(OptionError) as caught:
            read_user_shader(path)
        return str(caught.value)

    missing = tmp_path / "missing\n.glsl"
    for path, reason in (
        (missing, "No such file or directory"),
        (tmp_path, "Is a directory"),
        ("a\0b", "embedded null byte"),
    ):
        assert message(path) == (
            f"cannot read the shader {str(path)!r}: {reason}; give the path of a readable file"
        )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a device without end")
def test_a_file_without_end() -> None:
    with pytest.raises(OptionError) as caught:
        read_user_shader("/dev/zero")
    assert str(caught.value) == (
        "cannot read the shader '/dev/zero': it has more than 64 MiB; "
        "give the path of a user shader"
    )
