"""The Qt widget: what it shows, in the screen's own pixels, and what it does when contexts go."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QOffscreenSurface, QOpenGLContext, QPainter
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from PySide6.QtOpenGL import QOpenGLTexture
from PySide6.QtWidgets import QApplication, QWidget
from support.examples import GOLDEN_TOLERANCE, TOLERANCE, farthest, opened, upscaled
from support.paths import ROOT

import anime4k_gl as a4k
from anime4k_gl.qt import UpscaledView

SHOWN = QSize(320, 180)


@pytest.fixture(scope="module")
def application(display: str) -> Iterator[QApplication]:
    os.environ["DISPLAY"], os.environ["QT_QPA_PLATFORM"] = display, "xcb"
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    made = QApplication([])
    yield made
    made.shutdown()  # before its display goes


@pytest.fixture
def view(application: QApplication) -> Iterator[UpscaledView]:
    made = UpscaledView()
    made.resize(SHOWN)
    made.show()
    yield made
    end(made)


def end(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def shown(view: UpscaledView) -> Any:
    """Return what the view shows, (height, width, 3), in the screen's pixels."""
    return pixels(view.grabFramebuffer())


def pixels(image: QImage) -> Any:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def test_a_picture(view: UpscaledView, picture: Path) -> None:
    view.setImage(QImage(str(picture)))
    assert farthest(shown(view), upscaled()) <= GOLDEN_TOLERANCE
    assert view.sizeHint() == QSize(320, 180)
    view.setImage(QImage(str(picture)).flipped())  # into the texture that is there
    assert farthest(shown(view)[::-1], upscaled(bottom_first=True)) <= GOLDEN_TOLERANCE
    view.clear()
    assert not shown(view).any()


def test_the_aspect_is_kept_with_bars_of_the_background(view: UpscaledView, picture: Path) -> None:
    view.setImage(QImage(str(picture)))
    view.background = QColor(10, 20, 30)
    view.resize(340, 260)
    assert view.pictureRect() == QRect(0, 34, 340, 191)
    wide = shown(view)
    assert (wide[:34] == (10, 20, 30)).all() and (wide[225:] == (10, 20, 30)).all()
    image = np.asarray(Image.open(picture).convert("RGB"))
    assert farthest(wide[34:225], a4k.upscale(image, size=(340, 191))) <= TOLERANCE


def test_what_is_transparent_shows_the_background(view: UpscaledView) -> None:
    view.background = QColor(200, 100, 50)
    image = QImage(40, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    view.setImage(image)
    assert farthest(shown(view), (200, 100, 50)) <= 1


def test_presets_and_parameters_change_while_it_lives(view: UpscaledView, picture: Path) -> None:
    image = np.asarray(Image.open(picture).convert("RGB"))
    view.setImage(QImage(str(picture)))
    shown(view)
    view.params = {"push_strength": 12.0}
    pushed = a4k.upscale(image, size=(320, 180), params={"push_strength": 12.0})
    assert farthest(shown(view), pushed) <= TOLERANCE
    view.params = {}
    assert farthest(shown(view), upscaled()) <= GOLDEN_TOLERANCE
    view.params = {"faith": 0.5}
    view.preset = "v0.9"  # which has no such parameter
    assert view.params == {}
    assert farthest(shown(view), a4k.upscale(image, size=(320, 180), preset="v0.9")) <= TOLERANCE
    for wrong in ({"thin_strength": 9.0}, {"nothing": 1.0}):
        with pytest.raises(a4k.OptionError):
            view.params = wrong
    with pytest.raises(a4k.OptionError, match=r"v1\.0-rc"):
        view.preset = "nothing"
    assert view.preset == "v0.9"
    with pytest.raises(a4k.OptionError):
        UpscaledView(params={"nothing": 1.0})


def test_video_frames(view: UpscaledView, picture: Path) -> None:
    image = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGBX8888)
    pixel_format = QVideoFrameFormat.pixelFormatFromImageFormat(image.format())
    frame = QVideoFrame(QVideoFrameFormat(image.size(), pixel_format))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    frame.bits(0)[:] = bytes(image.constBits())
    frame.unmap()
    view.videoSink().setVideoFrame(frame)
    QCoreApplication.processEvents()
    assert farthest(shown(view), upscaled()) <= GOLDEN_TOLERANCE


def test_textures_of_a_shared_context(view: UpscaledView, picture: Path) -> None:
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    context.setShareContext(QOpenGLContext.globalShareContext())
    assert context.create() and context.makeCurrent(surface)
    image = QImage(str(picture)).flipped()
    texture = QOpenGLTexture(image, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
    context.functions().glFinish()
    context.doneCurrent()
    view.setTexture(a4k.GLTexture(texture.textureId(), (160, 90)))
    assert farthest(shown(view), upscaled(bottom_first=True)) <= GOLDEN_TOLERANCE
    said: list[str] = []
    view.failed.connect(said.append)
    view.setTexture(a4k.GLTexture(4711, (160, 90)))
    assert shown(view).any()  # what is said is in the picture, too
    shown(view)
    assert len(said) == 1 and said[0].startswith("there is no texture 4711 in this context")
    context.makeCurrent(surface)
    texture.destroy()
    context.doneCurrent()


MOVED = """
import sys
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from anime4k_gl.qt import UpscaledView
application = QApplication([])
windows = QWidget(), QWidget()
view = UpscaledView(windows[0])
view.resize(320, 180)
view.setImage(QImage(sys.argv[1]))
for window in (*windows, windows[0]):
    view.setParent(window)
    window.show()
    view.show()
    shot = view.grabFramebuffer()
    context = view.context()
    context.aboutToBeDestroyed.connect(lambda: print(view._held.upscaler))
shot.save(sys.argv[2])
"""


def test_another_window_is_another_context(display: str, tmp_path: Path, picture: Path) -> None:
    assert by_itself(MOVED, display, picture, tmp_path) == 3 * "None\n"  # freed before each goes
    assert farthest(opened(tmp_path / "shot.png"), upscaled()) <= GOLDEN_TOLERANCE


SCALED = """
import sys
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from anime4k_gl.qt import UpscaledView
application = QApplication([])
view = UpscaledView()
view.resize(160, 90)
view.setImage(QImage(sys.argv[1]))
view.show()
view.grabFramebuffer().save(sys.argv[2])
application.processEvents()
print(view.sizeHint().toTuple(), view.devicePixelRatioF())
"""


def test_screens_of_many_pixels_and_an_end_without_care(
    display: str, tmp_path: Path, picture: Path
) -> None:
    said = by_itself(SCALED, display, picture, tmp_path, QT_SCALE_FACTOR="2")
    assert said == "(160, 90) 2.0\n"
    assert farthest(opened(tmp_path / "shot.png"), upscaled()) <= GOLDEN_TOLERANCE


def by_itself(code: str, display: str, picture: Path, folder: Path, **variables: str) -> str:
    """Run a program, which is to warn of nothing; return what it writes."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, picture, folder / "shot.png"],
        env=os.environ | {"DISPLAY": display, "PYTHONPATH": str(ROOT)} | variables,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_painters_before_and_after_share_the_window(
    application: QApplication, picture: Path
) -> None:
    class Window(QWidget):
        def paintEvent(self, _: Any) -> None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(10, 200, 30))
            painter.end()

    window = Window()
    window.resize(360, 200)
    view = UpscaledView(window)
    view.setGeometry(20, 10, 320, 180)
    view.setImage(QImage(str(picture)))
    window.show()
    shot = pixels(window.grab().toImage())
    assert farthest(shot[10:190, 20:340], upscaled()) <= GOLDEN_TOLERANCE
    shot[10:190, 20:340] = (10, 200, 30)
    assert (shot == (10, 200, 30)).all()
    end(window)
