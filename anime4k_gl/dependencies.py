"""The packages this one is built on: the oldest version of each, and whether it is installed.

``pyproject.toml`` declares the same versions for pip, and a test holds the two together. pip cannot
see to it that they stay: another package's installation may take one back. So the module that needs
a package calls `require` before it uses it, and a user reads one line in place of a missing name.
`lazy_names` puts such imports off until a name of ours that needs them is asked for, and `np` is
NumPy, imported when something of it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

from .errors import Anime4KError
from .lazy.dataclass import dataclass

__all__ = [
    "DEPENDENCIES",
    "Dependency",
    "DependencyError",
    "fault",
    "is_older",
    "lazy_names",
    "missing",
    "np",
    "require",
    "require_later",
]


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package by its names, and the oldest version that works.

    Attributes
    ----------
    module : what is imported
    oldest : the oldest version, as declared
    name : what people call it
    package : what pip calls it
    extra : the extra of this package that brings it; empty where it is needed
    """

    module: str
    oldest: str
    name: str
    package: str
    extra: str = ""

    @property
    def install(self) -> str:
        """The command that installs it."""
        return f"pip install 'anime4k-gl[{self.extra}]'" if self.extra else (
            f"pip install {self.package}"
        )  # fmt: skip

    @property
    def upgrade(self) -> str:
        """The command that brings a newer version of it."""
        return f"pip install --upgrade {self.package}"


_KNOWN = (
    Dependency("av", "17.1", "PyAV", "av"),
    Dependency("chardet", "7.5", "chardet", "chardet"),
    Dependency("click", "8.1", "click", "click"),
    Dependency("glfw", "2.6.1", "glfw", "glfw"),
    Dependency("moderngl", "5.12", "moderngl", "moderngl"),
    Dependency("numpy", "1.26", "NumPy", "numpy"),
    Dependency("PIL", "11.3", "Pillow", "Pillow"),
    Dependency("jeepney", "0.8", "jeepney", "jeepney"),
    Dependency("platformdirs", "4", "platformdirs", "platformdirs"),
    Dependency("tomli", "2", "tomli", "tomli"),
    Dependency("tqdm", "4.66", "tqdm", "tqdm"),
    Dependency("wakepy", "1.0", "wakepy", "wakepy"),
    Dependency("sounddevice", "0.4.6", "sounddevice", "sounddevice", "audio"),
    Dependency("cuda.bindings", "12.8", "cuda-bindings", "cuda-bindings", "cuda"),
    Dependency("distributed", "2024.8", "dask.distributed", "distributed", "cluster"),
    Dependency("skimage", "0.24", "scikit-image", "scikit-image", "compare"),
    Dependency("sewar", "0.4.10", "sewar", "sewar", "compare"),
    Dependency("ssimulacra2", "0.3", "ssimulacra2", "ssimulacra2", "compare"),
    Dependency("erqa", "1.1.2", "ERQA", "erqa", "erqa"),
    Dependency("onnx", "1.18", "onnx", "onnx", "convert"),
    Dependency("safetensors", "0.5", "safetensors", "safetensors", "convert"),
    Dependency("imgui_bundle", "1.92", "imgui-bundle", "imgui-bundle", "hud"),
    Dependency("PySide6", "6.7", "PySide6", "PySide6", "qt"),
)
DEPENDENCIES: Mapping[str, Dependency] = MappingProxyType({d.module: d for d in _KNOWN})
"""Every package that is imported, by its module."""


class DependencyError(Anime4KError, ImportError):
    """A package is not installed, or too old; the message says what to do."""


def require(*modules: str) -> None:
    """Import packages that are about to be used; raise `DependencyError` where one will not do.

    Parameters
    ----------
    modules : keys of `DEPENDENCIES`
    """
    for name in modules:
        _imported(name)
        problem = fault(name)
        if problem is not None:
            raise DependencyError(problem)


def require_later(*modules: str) -> None:
    """Raise `DependencyError` for a package that is not there, without importing those that are.

    Parameters
    ----------
    modules : keys of `DEPENDENCIES`; whether their versions will do, is seen when they are used
    """
    for name in modules:
        if name not in sys.modules and find_spec(name) is None:
            raise DependencyError(_not_installed(DEPENDENCIES[name]))


def fault(name: str) -> str | None:
    """Return what is wrong with the version of a package that was imported, None where nothing is.

    Parameters
    ----------
    name : a key of `DEPENDENCIES`

    It is the module's own word that counts, if it has one: `importlib.metadata` takes longer to
    load than the whole of ``--help`` may take.
    """
    dependency, module = DEPENDENCIES[name], sys.modules[name]
    version = vars(module).get("__version__")
    if not isinstance(version, str) or not is_older(version, dependency.oldest):
        return None
    return (
        f"{dependency.name} {version} is installed, {dependency.oldest} or newer is needed;"
        f" run {dependency.upgrade}"
    )


def missing(error: ImportError) -> DependencyError | None:
    """Return the error for a package of which an import failed, None where it is none of them."""
    words = (error.name or "").split(".")
    dependency = DEPENDENCIES.get(words[0]) or DEPENDENCIES.get(".".join(words[:2]))
    if words[0] == "cuda":
        dependency = DEPENDENCIES["cuda.bindings"]
    if dependency is None or isinstance(error, DependencyError):
        return None
    if isinstance(error, ModuleNotFoundError) and error.name == dependency.module:
        return DependencyError(_not_installed(dependency))
    return DependencyError(f"{dependency.name} does not load ({error}); run {dependency.upgrade}")


def _not_installed(dependency: Dependency) -> str:
    return f"{dependency.name} is not installed; run {dependency.install}"


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a ``__getattr__`` for a package, which imports a name's module and keeps the value.

    Parameters
    ----------
    package : its ``__name__``
    homes : by name, the module it is in, from the package; ``module:attribute`` where it has
        another name there

    Raises `AttributeError` for a name that is not among them, as Python does.
    """

    def find(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, attribute = home.partition(":")
        value = getattr(import_module(f".{module}", package), attribute or name)
        setattr(sys.modules[package], name, value)
        return value

    return find


class _Later(ModuleType):
    """A package that is imported, and its version looked at, when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        require(self.__name__)
        value = getattr(sys.modules[self.__name__], name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:
    import numpy as np
else:
    np = _Later("numpy")


def is_older(version: str, oldest: str) -> bool:
    """Whether a version comes before another; what follows its numbers counts for nothing."""
    ours, theirs = _numbers(version), _numbers(oldest)
    length = max(len(ours), len(theirs))
    return ours + (0,) * (length - len(ours)) < theirs + (0,) * (length - len(theirs))


def _numbers(version: str) -> tuple[int, ...]:
    numbers = []
    for word in version.split("."):
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != word:  # 14rc1 and what comes behind it
            break
    return tuple(numbers)


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise missing(error) or error from error
