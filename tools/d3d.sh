#!/bin/sh
# Prepare `make test-d3d`: Wine, a compiler for Windows programs, and Microsoft's shader compiler,
# which the package kivy_deps.angle brings and this project must not: it stays in build/, which git
# ignores. Does nothing the second time.
#
# Exit code 3: it cannot be had here, and why is said. That is no fault of the shaders.
set -u
cd "$(dirname "$0")/.."
folder=build/d3d
wheel=kivy_deps.angle==0.5.0

cannot() {
    echo "d3d: $1" >&2
    exit 3
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

[ "$(uname -sm)" = "Linux x86_64" ] || cannot "Wine is set up on 64-bit Linux PCs alone"

if ! { [ -x /usr/lib/wine/wine64 ] && command -v x86_64-w64-mingw32-gcc xvfb-run; } >/dev/null; then
    command -v apt-get >/dev/null || cannot "wine64, gcc-mingw-w64-x86-64 and xvfb are needed"
    echo "d3d: installing wine64 gcc-mingw-w64-x86-64 xvfb xauth"
    as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
            wine64 gcc-mingw-w64-x86-64 xvfb xauth ||
        cannot "wine64 and gcc-mingw-w64-x86-64 cannot be installed"
    [ -x /usr/lib/wine/wine64 ] || cannot "this system's wine64 has no /usr/lib/wine/wine64"
fi

if [ ! -f $folder/d3dcompiler_47.dll ]; then
    mkdir -p $folder
    .venv/bin/python -m pip download -q --disable-pip-version-check --only-binary=:all: \
        --platform win_amd64 --python-version 3.11 --no-deps -d $folder $wheel ||
        cannot "the package $wheel cannot be had"
    .venv/bin/python - $folder <<'END' || cannot "the package $wheel has no d3dcompiler_47.dll"
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[1])
(wheel,) = folder.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    (name,) = (n for n in archive.namelist() if n.endswith("/d3dcompiler_47.dll"))
    (folder / "d3dcompiler_47.dll").write_bytes(archive.read(name))
wheel.unlink()
END
fi
