"""Anime4K in Qt by the widget that comes with it: pictures, videos and live parameters.

With a video's name instead of the picture: python embed_qt_view.py --video FILE.
"""

from common import DOTS, GREY, RED, SHOWN, SOURCE, WINDOW, options, parser, picture
from PySide6.QtCore import QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtWidgets import QApplication, QComboBox, QSlider, QWidget

import anime4k_gl as a4k
from anime4k_gl.qt import UpscaledView


class Window(QWidget):
    """A window of Qt's own drawing, with the view at its right."""

    def __init__(self):
        super().__init__(windowTitle="Anime4K in Qt: UpscaledView")
        self.setFixedSize(WINDOW[0], WINDOW[1] + 40)
        self.image = QImage(picture().data, *SOURCE, QImage.Format.Format_RGBA8888)
        self.view = UpscaledView(self)
        self.view.setGeometry(SHOWN[0], WINDOW[1] - SHOWN[1], *SHOWN)
        self.view.setImage(self.image)
        presets = QComboBox(self)
        presets.addItems(a4k.presets())
        presets.move(10, WINDOW[1] + 5)
        presets.currentTextChanged.connect(lambda name: setattr(self.view, "preset", name))
        slider = QSlider(Qt.Orientation.Horizontal, self, maximum=160, value=40)
        slider.setGeometry(SHOWN[0], WINDOW[1] + 5, SHOWN[0] - 10, 30)
        slider.valueChanged.connect(self.change)

    def change(self, value):
        if self.view.preset == "v1.1":  # which has the parameter
            self.view.params = {"push_strength": value / 10}

    def paintEvent(self, _):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(*GREY))
        painter.drawImage(QRect(0, WINDOW[1] - SHOWN[1], *SHOWN), self.image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*RED, 153))
        for x, y in DOTS:
            painter.drawEllipse(QPoint(x, WINDOW[1] - y), 15, 15)


parser.add_argument("--video", help="a file to play in place of the picture")
video = parser.parse_args().video
application = QApplication([])
window = Window()
if video:
    player = QMediaPlayer(window)
    player.setVideoSink(window.view.videoSink())
    player.setSource(QUrl.fromLocalFile(video))
    player.play()
window.show()
if options.frames:
    QTimer.singleShot(20 * options.frames, application.quit)
application.exec()
if options.screenshot:
    window.grab(QRect(0, 0, *WINDOW)).save(options.screenshot)
