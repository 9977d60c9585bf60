"""The report's values, tables and page."""

from __future__ import annotations

import base64
import io
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from anime4k_gl.comparing.report import (
    Originals,
    Row,
    to_csv,
    to_html,
    to_markdown,
    write_csv,
    write_html,
    write_markdown,
)
from anime4k_gl.comparing.report.crops import Box, disagreement, find_crops, find_window
from anime4k_gl.comparing.report.model import eight_bits, pixels_of
from anime4k_gl.comparing.report.pictures import enlarged
from anime4k_gl.comparing.report.plots import group_plot, pareto_plot
from anime4k_gl.comparing.report.summary import Distribution, number, pareto_front, summarise
from anime4k_gl.errors import MediaError, OptionError


@dataclass(frozen=True)
class Facts:
    name: str
    unit: str
    better: str
    meaning: str = ""


FACTS = {"db": Facts("db", "dB", "higher", "fidelity"), "halo": Facts("halo", "", "lower")}


def grey(value: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    return np.full((size[1], size[0], 3), value, np.uint8)


def rows() -> list[Row]:
    made = []
    for picture, kind in (("one", "city"), ("two", "hair")):
        for method, db, halo, ms in (("fast", 30.0, 2.0, 1.0), ("slow", 32.0, 1.0, 4.0)):
            extra = 1.0 if picture == "two" else 0.0
            made.append(Row(picture, method, {"db": db + extra, "halo": halo}, ms, kind, "area"))
    return made


def test_distributions_are_the_known_ones() -> None:
    found = Distribution.of([1.0, 2.0, 3.0, 4.0, math.nan])
    assert found is not None
    assert (found.mean, found.count) == (2.5, 4)
    assert found.deviation == pytest.approx(1.290994)
    assert (found.low, found.median, found.high) == (1.75, 2.5, 3.25)
    infinite = Distribution.of([1.0, math.inf])
    assert infinite is not None and infinite.mean == math.inf and not math.isnan(infinite.high)
    assert Distribution.of([math.nan]) is None


def test_the_front_holds_what_nothing_beats_in_both() -> None:
    extra = [*rows(), Row("one", "useless", {"db": 29.0, "halo": 3.0}, 9.0)]
    assert [s.method for s in pareto_front(summarise(extra), "db", FACTS)] == ["fast", "slow"]
    # The same value for more time is no gain.
    same = [Row("one", "b", {"db": 30.0}, 2.0), Row("one", "a", {"db": 30.0}, 1.0)]
    assert [s.method for s in pareto_front(summarise(same), "db", FACTS)] == ["a"]
    lower = [Row("one", "b", {"halo": 1.0}, 2.0), Row("one", "a", {"halo": 3.0}, 1.0)]
    assert [s.method for s in pareto_front(summarise(lower), "halo", FACTS)] == ["a", "b"]


def test_markdown_has_means_and_the_best_in_bold() -> None:
    text = to_markdown(rows(), facts=FACTS)
    assert text.splitlines()[0] == "| method | pictures | db, dB ↑ | halo ↓ | ms |"
    assert "| slow | 2 | **32.50** ± 0.71 | **1.00** ± 0.00 | 4.00 |" in text
    assert "db, dB ↑, by kind:" in text
    assert "by degradation" not in text, "there is one"
    assert "Not every method" not in text
    assert "Not every method" in to_markdown(rows()[:3]) and "Not every method" in to_html(
        rows()[:3]
    )
    assert "a\\|b" in to_markdown([Row("p", "a|b", {"db": 1.0})])


def test_csv_has_a_line_a_row_and_nothing_where_nothing_was_measured() -> None:
    text = to_csv([*rows()[:1], Row('a,"b"', "m", {"other": 1.5})])
    assert text.splitlines() == [
        "picture,kind,degradation,method,db,halo,other,milliseconds",
        "one,city,area,fast,30,2,,1",
        '"a,""b""",,,m,,,1.5,',
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (math.nan, ""), (math.inf, "∞"), (0.12345, "0.1235"),
     (12.3, "12.30"), (4e3, "4000")],
)  # fmt: skip
def test_numbers_are_short(value: float | None, text: str) -> None:
    assert number(value) == text


def test_crops_are_where_results_differ_and_do_not_overlap() -> None:
    one, two = grey(100, (200, 100)), grey(100, (200, 100))
    two[10:20, 150:160] = 255
    two[70:80, 20:30] = 200
    spread = disagreement([one, two])
    first, second = find_crops(spread, size=(30, 20), count=3)
    assert first.left <= 150 and first.left + 30 >= 160 and first.top <= 10 and first.top + 20 >= 20
    assert second.left <= 20 and second.left + 30 >= 30 and second.top <= 70
    assert find_crops(disagreement([one, one]), size=(30, 20), count=3) == []
    assert find_crops(spread, size=(999, 999), count=1) == [Box(0, 0, 200, 100)]


def test_the_window_is_the_whole_or_where_most_differs() -> None:
    one, two = grey(0, (400, 200)), grey(0, (400, 200))
    two[150:190, 300:390] = 255
    spread = disagreement([one, two])
    assert find_window(spread, most_pixels=1e6) == Box(0, 0, 400, 200)
    window = find_window(spread, most_pixels=20000)
    assert (window.width, window.height) == (200, 100)
    assert window.left <= 300 and window.left + 200 >= 390 and window.top + 100 >= 190


def test_pixels_of_every_kind_become_eight_bits(tmp_path: Path) -> None:
    deep = np.full((2, 3, 4), 65535, np.uint16)
    assert eight_bits(deep).tolist() == grey(255, (3, 2)).tolist()
    assert eight_bits(np.full((2, 2), 0.5))[0, 0].tolist() == [128, 128, 128]
    assert eight_bits(np.full((1, 1, 3), np.nan, np.float32)).tolist() == [[[0, 0, 0]]]
    file = tmp_path / "p.png"
    Image.fromarray(grey(7)).save(file)
    assert (pixels_of(file) == 7).all()
    with pytest.raises(MediaError, match=r"no\.png"):
        pixels_of(tmp_path / "no.png")


def test_a_source_is_enlarged_by_whole_pixels() -> None:
    small = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
    assert enlarged(small, (4, 2))[1].tolist() == [[0, 1, 2]] * 2 + [[3, 4, 5]] * 2


def scenes(page: str) -> list[dict]:
    found = re.findall(r'<script type="application/json" id="scene-\d+">(.*?)</script>', page)
    return [json.loads(text) for text in found]


def test_the_page_holds_all_and_asks_for_nothing() -> None:
    results = [
        Row("p <script>", "a</script>", {"db": 30.0}, 1.0, image=grey(10)),
        Row("p <script>", "b", {"db": math.inf}, 2.0, image=lambda: grey(200)),
    ]
    originals = [Originals("p <script>", truth=grey(20), source=grey(30, (32, 24)))]
    page = to_html(results, title="A & B", originals=originals, facts=FACTS, notes=["<i>"])
    assert page.count("<script>") == 1 and "a</script>" not in page and "<i>" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", page)
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page
    (scene,) = scenes(page)
    assert [*scene["pictures"]] == ["truth", "source", "a</script>", "b"]
    kind, _, data = scene["pictures"]["b"].partition(",")
    assert kind == "data:image/webp;base64"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert pixels.shape == (48, 64, 3) and (pixels == 200).all(), "without loss"
    assert len(scene["crops"]) == 1 and scene["differ"]
    assert "∞" in page


def test_notes_of_a_page_show_code_as_code() -> None:
    """What stands between back quotes, as in Markdown; all else is text."""
    page = to_html([Row("a", "x", {"psnr_luma": 30.0})], notes=["by `area:gamma`, <i> `alone"])
    assert "<li>by <code>area:gamma</code>, &lt;i&gt; `alone</li>" in page


def test_a_page_without_pictures_or_times_has_no_empty_parts() -> None:
    page = to_html([Row("p", "a", {"db": 1.0})])
    assert 'id="viewer"' not in page and 'id="plots"' not in page
    assert to_html([]) != ""
    assert pareto_plot([Row("p", "a", {"db": 1.0}, 1.0)], "db", FACTS) == ""


def test_plots_name_every_method_and_group() -> None:
    front = pareto_plot(rows(), "db", FACTS)
    assert "fast: 30.50, 1.00 ms, on the front" in front and 'class="front"' in front
    neither = pareto_plot(rows(), "db", {"db": Facts("db", "dB", "")})
    assert "fast: 30.50, 1.00 ms<" in neither and 'class="front"' not in neither
    groups = group_plot(rows(), "db", "kind", FACTS)
    assert "city, fast: mean 30.00" in groups and ">hair<" in groups
    flat = [Row("a", "m", {"db": 1.0}, 1.0, "k"), Row("b", "n", {"db": 1.0}, 1.0, "l")]
    assert pareto_plot(flat, "db", FACTS) and group_plot(flat, "db", "kind", FACTS)


def test_names_in_a_plot_keep_out_of_each_others_way() -> None:
    """Of ten methods at nearly the same place no name covers another, or a dot."""
    rows = [
        Row("a", f"method-{n}", {"psnr_luma": 30 + n / 50}, milliseconds=1 + n / 100)
        for n in range(9)
    ]
    rows.append(Row("a", "far", {"psnr_luma": 25.0}, milliseconds=50.0))
    plot = pareto_plot(rows, "psnr_luma", {})
    found = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>(method[^<]+)<', plot
    )
    spans = []
    for x, y, anchor, name in found:
        left = float(x) - (len(name) * 7 if anchor == "end" else 0)
        spans.append((left, left + len(name) * 7, float(y)))
    dots = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', plot)]
    assert len(spans) == 9 and len(dots) == 10
    for index, (left, right, y) in enumerate(spans):
        for start, end, other in spans[:index]:
            assert abs(y - other) >= 13 or right < start or left > end
        assert not [1 for x, at in dots if left < x < right and y - 11 < at < y]


def test_of_many_scenes_each_kind_has_those_that_differ_most() -> None:
    many = [
        Row(f"{kind} {n}", method, {"db": float(n * i)}, None, kind, image=grey(n))
        for kind in ("x", "y")
        for n in range(5)
        for i, method in enumerate("ab")
    ]
    page = to_html(many, facts=FACTS, most_scenes=4)
    assert [scene["name"] for scene in scenes(page)] == ["x 3 · x", "x 4 · x", "y 3 · y", "y 4 · y"]


def test_pictures_of_different_sizes_are_refused() -> None:
    wrong = [Row("p", "a", image=grey(1)), Row("p", "b", image=grey(1, (8, 8)))]
    with pytest.raises(OptionError, match="p: b is 8x8, and a 64x48; give pictures of one size"):
        to_html(wrong)


def test_files_are_written_whole_and_replace_nothing_unasked(tmp_path: Path) -> None:
    for name, write in (("r.html", write_html), ("r.csv", write_csv), ("r.md", write_markdown)):
        write(tmp_path / name, rows())
        with pytest.raises(MediaError, match=re.escape(name)):
            write(tmp_path / name, rows())
        write(tmp_path / name, rows(), overwrite=True)
    wrong = [Row("p", "a", image=grey(1)), Row("p", "b", image=grey(1, (8, 8)))]
    with pytest.raises(OptionError):
        write_html(tmp_path / "r.html", wrong, overwrite=True)
    assert "fast" in (tmp_path / "r.html").read_text("utf-8")
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
