"""Run a part of the tests with the oldest and with the newest versions of all dependencies.

    python tools/versions.py [install | test] [lowest] [newest]

Without a word it installs, then tests.
The oldest are those that ``pyproject.toml`` declares, read from there. Where one of them has no
wheel for this Python, the next that has takes its place, and a line says so. The newest are what
pip installs for a user today. Each set has a virtual environment of its own below ``.versions``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".versions"
STEPS = ("install", "test")
SETS = ("lowest", "newest")
EXTRAS = ("audio", "cuda", "hud")
TOOLS = ("pytest", "pytest-timeout", "pytest-xdist", "hypothesis", "fastjsonschema")

# What touches other packages most, without windows or other players: reading and writing of
# pictures and videos, the command, drawing. Planning and exports touch none.
TESTS = (
    "tests/cli/test_cli.py",
    "tests/media",
    "tests/rendering/test_options.py",
    "tests/rendering/test_render_options.py",
    "tests/rendering/test_upscaler.py",
    "tests/test_dependencies.py",
    "tests/transcoding/test_transcode.py",
)

MOST_CASES = 4
"""Of one test: many cases go the same ways through another package."""

_REQUIREMENT = re.compile(
    r"\s*([\w.-]+)\s*>=\s*([\w.]+)\s*(?:;\s*python_version\s*(<|>=)\s*'([\d.]+)')?\s*"
)


class Bound(NamedTuple):
    """A package, and the oldest version of it that is declared."""

    package: str
    oldest: str


def main(words: list[str]) -> int:
    """Do the steps with the sets that are named, all without names; return the exit code."""
    os.chdir(ROOT)
    unknown = set(words) - {*STEPS, *SETS}
    if unknown:
        print(f"versions: unknown: {', '.join(sorted(unknown))}; "
              f"valid are {', '.join((*STEPS, *SETS))}")  # fmt: skip
        return 2
    steps = [step for step in STEPS if step in words] or STEPS
    sets = [name for name in SETS if name in words] or SETS
    if "install" in steps:
        for name in sets:
            install(name)
    failed = [name for name in sets if "test" in steps and not tested(name)]
    for name in failed:
        print(f"versions: the tests fail with the {name} versions")
    return 1 if failed else 0


def python_of(name: str) -> Path:
    """Return a set's Python."""
    return FOLDER / name / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(name: str) -> None:
    """Install one set."""
    python = python_of(name)
    if not python.exists():
        run(sys.executable, "-m", "venv", str(FOLDER / name))
    pip = (str(python), "-m", "pip")
    install = (*pip, "install", "-q", "--disable-pip-version-check")
    this = ["-e", f".[{','.join(EXTRAS)}]"]
    if name == "lowest":
        pins = [f"{package}=={version}" for package, version in lowest(pip)]
        run(*install, "--only-binary", ":all:", *this, *pins, *tools())
    else:
        run(*install, "--upgrade", "--upgrade-strategy", "eager", *this, *tools())


def tested(name: str) -> bool:
    """Run the tests with one set; return whether they pass."""
    python = python_of(name)
    print(f"versions: {name}: {', '.join(installed(python))}", flush=True)
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto"]
    command += ["-m", "not slow"]  # what takes long is much of one kind, or asks other programs
    command += ["--cases", str(MOST_CASES)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    files = list(TESTS)
    return subprocess.run([*command, *files], env=environment).returncode == 0


def bounds() -> list[Bound]:
    """Return what the package declares that it needs under this Python, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    found = []
    for text in [*project["dependencies"], *(line for extra in EXTRAS for line in extras[extra])]:
        match = _REQUIREMENT.fullmatch(text)
        if match is None:
            raise SystemExit(f"versions: cannot read {text!r}; write it as name>=version")
        package, oldest, sign, limit = match.groups()
        if sign is None or (sys.version_info[:2] < numbers(limit)) == (sign == "<"):
            found.append(Bound(package, oldest))
    return found


def lowest(pip: tuple[str, ...]) -> list[Bound]:
    """Return the oldest version of each package that can be had as a wheel; say where it is not
    the one declared.
    """

    def find(bound: Bound) -> Bound:
        # pip lists the wheels for this Python where it is asked for a version that there is none
        # of; `pip index` would list what has to be compiled too.
        ask = (*pip, "download", "--no-deps", "--only-binary", ":all:", f"{bound.package}==0")
        listed = subprocess.run([*ask, "--dest", str(FOLDER)], capture_output=True, text=True)
        line = re.search(r"from versions: ([^)]+)\)", listed.stderr)
        versions = line.group(1).split(", ") if line else []
        versions = [v for v in versions if re.fullmatch(r"[\d.]+", v)]  # no preview
        usable = [v for v in versions if at_least(v, bound.oldest)]
        if not usable:
            raise SystemExit(f"versions: no wheel of {bound.package}>={bound.oldest} for {PYTHON}")
        return Bound(bound.package, min(usable, key=numbers))

    declared = bounds()
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(find, declared))
    for wanted, got in zip(declared, found, strict=True):
        if not at_least(wanted.oldest, got.oldest):
            print(f"versions: {wanted.package} {wanted.oldest} has no wheel for {PYTHON}; "
                  f"the oldest that has one is tested, {got.oldest}")  # fmt: skip
    return found


PYTHON = f"Python {sys.version_info[0]}.{sys.version_info[1]}"


def tools() -> list[str]:
    """Return what the tests need besides, in the versions that are tested together."""
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [pin for pin in pins if re.split(r"[=;]", pin)[0].strip() in TOOLS]


def installed(python: Path) -> list[str]:
    """Return the packages that are declared, and their versions in an environment."""
    lines = output(str(python), "-m", "pip", "list", "--format", "freeze").splitlines()
    versions = {name.lower(): version for name, _, version in (s.partition("==") for s in lines)}
    return [f"{b.package} {versions.get(b.package.lower(), 'missing')}" for b in bounds()]


def numbers(version: str) -> tuple[int, ...]:
    """Return a version's numbers, to compare it by."""
    return tuple(int(word) for word in re.findall(r"\d+", version))


def at_least(version: str, other: str) -> bool:
    """Whether a version is another or comes after it; 4 and 4.0.0 are the same."""
    ours, theirs = list(numbers(version)), list(numbers(other))
    length = max(len(ours), len(theirs))
    return ours + [0] * (length - len(ours)) >= theirs + [0] * (length - len(theirs))


def run(*command: str) -> None:
    """Run a command; end this one where it fails."""
    code = subprocess.run(command).returncode
    if code:
        raise SystemExit(f"versions: {' '.join(command[:4])} ... fails with {code}, see above")


def output(*command: str) -> str:
    """Return what a command writes to its standard output."""
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
