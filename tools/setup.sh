#!/bin/sh
# Install what is missing: system packages (Debian, Ubuntu), a virtual environment in .venv, and
# this package in it. Does nothing the second time.
#
#     tools/setup.sh [dev | examples]
#
# dev adds what the tests need. examples makes another virtual environment, in .examples, with the
# toolkits that examples are written for; the system packages for it are among dev's.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}

# OpenGL without and with a window, the X libraries being those that glfw loads while it runs; and
# PortAudio, which plays sound.
packages="python3-venv libegl1 libgl1 libgl1-mesa-dri libglx-mesa0
    libx11-6 libxcursor1 libxext6 libxi6 libxinerama1 libxrandr2 libxkbcommon0 libportaudio2"
# Text subtitles, and a font to draw them in where the system has none.
packages="$packages libass9 fonts-dejavu-core"
if [ "$kind" = dev ]; then
    # A screen to open windows on, keys to press, what the drawing library is linked against, and
    # the players whose pictures ours are compared with: mpv, and libplacebo, which ffmpeg has as a
    # filter and which draws through Vulkan.
    packages="$packages git xvfb xdotool imagemagick libfontconfig1 mpv ffmpeg mesa-vulkan-drivers"
    # What signs and captions in the benchmark's scenes are written in: Japanese, Korean.
    packages="$packages fonts-vlgothic fonts-motoya-l-maruberi fonts-wqy-microhei"
    # What reads captions in the benchmark's pictures, in each of those languages; English is in it.
    packages="$packages tesseract-ocr tesseract-ocr-jpn tesseract-ocr-kor tesseract-ocr-rus"
    # A desktop's parts: a window manager, a session bus, what checks entries of menus.
    packages="$packages openbox dbus-daemon desktop-file-utils"
    # A sound card that leads nowhere, and the way from PortAudio to it.
    packages="$packages pulseaudio pulseaudio-utils libasound2-plugins"
    # A C compiler, for what makes mpv take a Vulkan driver that draws in software.
    packages="$packages gcc libc6-dev"
    # What compiles exported HLSL and turns it into GLSL.
    packages="$packages glslang-tools spirv-tools spirv-cross"
    # OBS, whose libraries draw the exported filter, and what compiles exported C#.
    packages="$packages obs-studio luajit mono-mcs"
    # What Qt's windows are linked against, Vulkan for pygfx, and wxPython, which has no wheels.
    packages="$packages libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-sync1"
    packages="$packages libxcb-xkb1 libxkbcommon-x11-0 libvulkan1 python3-wxgtk4.0"
    # The browser that the exported web page is opened in. Ubuntu has it as a snap only, which is
    # its user's to install.
    grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null || packages="$packages chromium"
fi

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup: cannot install packages: become root, or install sudo" >&2
        exit 1
    fi
}

if command -v dpkg-query >/dev/null; then
    missing=""
    for package in $packages; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        echo "setup: installing$missing"
        as_root apt-get update -q
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends $missing
    fi
else
    echo "setup: not a Debian or Ubuntu system; what is needed there are:" $packages >&2
fi

# Examples see the system's packages, of which wxPython is one; others are newer in .examples.
venv=.venv python=python3 options= pins=constraints.txt
if [ "$kind" = examples ]; then
    venv=.examples pins=examples/constraints.txt options=--system-site-packages
    [ ! -x /usr/bin/python3 ] || python=/usr/bin/python3
fi

if [ ! -x $venv/bin/python ]; then
    $python -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
        echo "setup: Python 3.10 or later is needed, this is $($python --version)" >&2
        exit 1
    }
    $python -m venv $options $venv
fi

# Installed anew where one of the files that say what to install has changed.
stamp=$venv/installed-$kind
wanted=$(cat pyproject.toml $pins tools/setup.sh | cksum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    extra="[audio,hud]" tests=""
    [ "$kind" = dev ] && extra="[dev]"
    [ "$kind" = examples ] && extra="[examples]" tests="pytest pytest-timeout pytest-xdist"
    $venv/bin/python -m pip install -q --disable-pip-version-check -c $pins -e ".$extra" $tests
    echo "$wanted" >"$stamp"
fi
