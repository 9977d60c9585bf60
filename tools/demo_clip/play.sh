#!/bin/sh
# Show the demo clip: in a window, or, with no display, upscaled into demo/.
set -eu
cd "$(dirname "$0")/../.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/anime4k-gl play --demo
fi
echo "demo: no display here, so the clip is upscaled into demo/ (minutes without a graphics card)"
mkdir -p demo
.venv/bin/python tools/demo_clip/side_by_side.py demo/side-by-side.png
echo "demo: demo/side-by-side.png   bilinear, v0.9, v1.0 RC and v1.1"
.venv/bin/anime4k-gl upscale anime4k_gl/assets/demo.mkv demo/demo-2x.mkv --overwrite
echo "demo: demo/demo-2x.mkv        the clip at twice its size"
