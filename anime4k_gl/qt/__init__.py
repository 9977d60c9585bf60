"""The Qt widget that shows pictures and videos upscaled: `UpscaledView`, of the extra ``qt``.

from anime4k_gl.qt import UpscaledView

view = UpscaledView(preset="v1.1")
view.setImage(QImage("picture.png"))
player.setVideoSink(view.videoSink())  # or a video: a QMediaPlayer, a QMediaCaptureSession
"""

from __future__ import annotations

from ..dependencies import require

require("PySide6")
from .view import UpscaledView

__all__ = ["UpscaledView"]
