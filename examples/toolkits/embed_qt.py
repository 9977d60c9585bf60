"""Anime4K in Qt (PySide6): a QOpenGLWidget, which draws to a framebuffer of Qt's own, not to 0.

A slider changes a parameter while it runs; QPainter draws before the upscaler and after it.
"""

from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLTexture
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication, QSlider, QVBoxLayout, QWidget

import anime4k_gl as a4k


class View(QOpenGLWidget):
    """The picture by Qt, and by Anime4K."""

    def __init__(self):
        super().__init__()
        self.setFixedSize(*WINDOW)
        self.image = QImage(picture().data, *SOURCE, QImage.Format.Format_RGBA8888)
        self.frame, self.timer = 0, QTimer(self, interval=16)
        self.timer.timeout.connect(self.update)
        self.timer.start()

    def initializeGL(self):  # the context is current here and in paintGL
        self.texture = QOpenGLTexture(
            self.image.flipped(), QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps
        )
        self.upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
        self.context().aboutToBeDestroyed.connect(self.release)

    def release(self):
        self.makeCurrent()
        self.upscaler.release()
        self.texture.destroy()
        self.doneCurrent()

    def paintGL(self):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(*GREY))
        painter.drawImage(QRect(0, WINDOW[1] - SHOWN[1], *SHOWN), self.image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*RED, 153))
        painter.drawEllipse(QPoint(DOTS[0][0], WINDOW[1] - DOTS[0][1]), 15, 15)
        painter.beginNativePainting()
        texture = a4k.GLTexture(self.texture.textureId(), SOURCE)
        self.upscaler.render_into(texture, self.defaultFramebufferObject(), VIEWPORT)
        painter.endNativePainting()
        painter.drawEllipse(QPoint(DOTS[1][0], WINDOW[1] - DOTS[1][1]), 15, 15)
        painter.end()
        self.frame += 1
        if is_last(self.frame, self.defaultFramebufferObject()):
            QTimer.singleShot(0, self.window().close)


surface = QSurfaceFormat()
surface.setVersion(3, 3)
surface.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
QSurfaceFormat.setDefaultFormat(surface)
application = QApplication([])
window, view = QWidget(windowTitle="Anime4K in Qt"), View()
slider = QSlider(Qt.Orientation.Horizontal, maximum=160, value=40)
slider.valueChanged.connect(lambda value: view.upscaler.set_params(push_strength=value / 10))
layout = QVBoxLayout(window)
layout.addWidget(view)
layout.addWidget(slider)
window.show()
application.exec()
