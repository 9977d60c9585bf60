"""Templates: markers are filled, lines chosen, and neither is forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anime4k_gl.exporters.chain import templates

Filled = Callable[..., str]


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Filled:
    """Fill a template that is given as text."""

    def fill_text(text: str, **values: str | bool) -> str:
        monkeypatch.setattr(templates, "read", lambda package, name: text)
        return templates.fill("anime4k_gl.exporters", "a.txt", **values)

    return fill_text


def test_a_marker_in_a_line_is_replaced(filled: Filled) -> None:
    assert filled('x = "@NAME@", @D3D9@;\n', NAME="a", D3D9="b") == 'x = "a", b;\n'


def test_a_marker_on_a_line_of_its_own_is_lines_or_none(filled: Filled) -> None:
    template = "{\n    @ROWS@\n}\n"
    assert filled(template, ROWS="one\n\n  two\n") == "{\n    one\n\n      two\n}\n"
    assert filled(template, ROWS="one") == "{\n    one\n}\n"
    assert filled(template, ROWS="") == "{\n}\n"


def test_a_python_template_is_python(filled: Filled) -> None:
    template = "A = 1\n#@ROWS@\n"
    compile(template, "a.py", "exec")
    assert filled(template, ROWS="B = 2\n") == "A = 1\nB = 2\n"


def test_what_is_filled_in_is_no_template(filled: Filled) -> None:
    assert filled("@A@ @B@\n", A="@B@", B="@A@") == "@B@ @A@\n"
    assert filled("@A@\n", A="@IF B@\n") == "@IF B@\n"


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [(True, True, "1 2 5"), (True, False, "1 3 5"), (False, True, "4 5"), (False, False, "4 5")],
)
def test_lines_are_kept_where_a_condition_holds(
    filled: Filled, a: bool, b: bool, wanted: str
) -> None:
    lines = "@IF A@ 1 @IF B@ 2 @ELSE@ 3 @END@ @ELSE@ 4 @END@ 5".replace("IF ", "IF_").split()
    text = "".join(f"{line}\n" for line in lines).replace("IF_", "IF ")
    assert filled(text, A=a, B=b).split() == wanted.split()


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("@A@ @B@\n", {"A": "1"}),
        ("@A@\n", {"A": "1", "B": "2"}),
        ("@IF B@\n@END@\n", {}),
    ],
)
def test_no_marker_and_no_value_is_forgotten(
    filled: Filled, template: str, values: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="has the markers"):
        filled(template, **values)


def test_conditions_end(filled: Filled) -> None:
    with pytest.raises(ValueError, match="@IF@ without @END@"):
        filled("@IF A@\n1\n", A=True)
    for stray in ("ELSE", "END"):
        with pytest.raises(ValueError, match=f"@{stray}@ without @IF@"):
            filled(f"1\n@{stray}@\n")


def test_files_are_read_as_they_are() -> None:
    assert templates.read("anime4k_gl.exporters.mpc", "tap.hlsl").startswith(
        "// The pixel x to the right"
    )
