"""The Qt widget that shows pictures and videos upscaled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QSurfaceFormat,
)
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget
from shiboken6 import getCppPointer, wrapInstance

from ..defaults import DEFAULT_PRESET
from ..errors import Anime4KError
from ..plan.param_values import resolve_params
from ..rendering.gl_texture import GLTexture
from ..rendering.options import ParamValues
from ..rendering.parameters import parameters
from ..rendering.shader_forms import resolve_shaders
from ..rendering.upscaler import Upscaler
from .held import HeldInContext

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame, QVideoSink

_OLDEST = (3, 3)
_COLOUR_BUFFER = 0x4000
_EMPTY = QSize(640, 360)


class UpscaledView(QOpenGLWidget):
    """Shows a picture upscaled to the widget's size in the screen's own pixels.

    The picture keeps its shape, in the middle, with bars of `background` beside it. It belongs to
    Qt's thread of windows, as all widgets do. What it has in OpenGL it frees by itself when its
    context goes, and makes again where Qt gives it another: in another window, say.

    Where the picture cannot be shown, the widget says why in its place, and `failed` is emitted.
    """

    failed = Signal(str)
    """Emitted with the reason, once for each, when a picture cannot be shown."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        preset: str = DEFAULT_PRESET,
        params: ParamValues | None = None,
    ) -> None:
        """Make an empty view.

        Parameters
        ----------
        parent : as for every widget
        preset : a preset's name or path; see `anime4k_gl.presets`
        params : values of its parameters by name; see `anime4k_gl.parameters`

        Raises
        ------
        OptionError : there is no such preset, or no such parameter
        """
        super().__init__(parent)
        self._preset, self._params = preset, dict(params or {})
        self._check(preset, self._params)
        self._image: QImage | None = None
        self._given: GLTexture | None = None
        self._flip = False
        self._held = HeldInContext()
        self._sink: QVideoSink | None = None
        self._background = QColor(Qt.GlobalColor.black)
        self._failure = ""
        wanted = QSurfaceFormat(self.format())
        if (wanted.majorVersion(), wanted.minorVersion()) < _OLDEST:
            wanted.setVersion(*_OLDEST)
            wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
            self.setFormat(wanted)

    # What is shown.

    def setImage(self, image: QImage) -> None:
        """Show an image, of any format, 8 bits a channel; where it is transparent, `background`."""
        if image.isNull():
            self.clear()
            return
        if image.hasAlphaChannel():
            opaque = QImage(image.size(), QImage.Format.Format_RGBX8888)
            opaque.fill(self._background)
            painter = QPainter(opaque)
            painter.drawImage(QRect(0, 0, image.width(), image.height()), image)
            painter.end()
        else:
            opaque = image.convertToFormat(QImage.Format.Format_RGBX8888)
        self._show(opaque, None, flip=True)

    def setVideoFrame(self, frame: QVideoFrame) -> None:
        """Show a `QVideoFrame`, turned and mirrored as it says; Qt converts it to RGB."""
        if frame.isValid():
            self.setImage(frame.toImage())

    def videoSink(self) -> QVideoSink:
        """Return a `QVideoSink` whose frames are shown, for a player, a camera or a screen.

        Raises
        ------
        ImportError : PySide6 is installed without its part QtMultimedia
        """
        if self._sink is None:
            from PySide6.QtMultimedia import QVideoSink

            self._sink = QVideoSink(self)
            self._sink.videoFrameChanged.connect(self.setVideoFrame)
        return self._sink

    def setTexture(self, texture: GLTexture, *, flip: bool = False) -> None:
        """Show a texture of OpenGL by its name, upscaled anew each time the widget is drawn.

        Parameters
        ----------
        texture : of a context that shares with the widget's, or the widget's own; it stays its
            owner's, who keeps it until another is shown. Call ``update()`` when it has changed
        flip : its row 0 is the upper one; by default it is the lower one, as OpenGL counts
        """
        self._show(None, texture, flip=flip)

    def clear(self) -> None:
        """Show nothing but the background."""
        self._show(None, None, flip=False)

    # How it is shown.

    @property
    def preset(self) -> str:
        """The preset's name or path; may be set at any time.

        Parameters that were given are forgotten where the new preset has none of their names.
        """
        return self._preset

    @preset.setter
    def preset(self, preset: str) -> None:
        names = {param.name for param in parameters(preset)}
        given = self._params.items()
        self._params = {name: value for name, value in given if _parameter(name) in names}
        self._preset = preset
        if self._held.upscaler is not None:
            self.makeCurrent()
            self._held.free_upscaler()
            self.doneCurrent()
        self.update()

    @property
    def params(self) -> dict[str, float | int | str]:
        """The values given for parameters, by name; the others have their defaults.

        May be set at any time, which costs no more than a frame; it raises an OptionError, and all
        stays as it was, where there is no such parameter or a value is out of its range.
        """
        return dict(self._params)

    @params.setter
    def params(self, params: ParamValues) -> None:
        self._check(self._preset, params)
        if self._held.upscaler is not None:
            defaults = {p.name: p.default for p in parameters(self._preset)}
            left_out = [name for name in self._params if name not in params]
            reset = {name: defaults[_parameter(name)] for name in left_out}
            self.makeCurrent()
            try:
                self._held.upscaler.set_params(**{**reset, **params})
            finally:
                self.doneCurrent()
        self._params = dict(params)
        self.update()

    @property
    def background(self) -> QColor:
        """The colour of the bars, and of what is transparent in images shown from then on."""
        return QColor(self._background)

    @background.setter
    def background(self, colour: QColor) -> None:
        self._background = QColor(colour)
        self.update()

    def pictureRect(self) -> QRect:
        """Return where the picture is, in the screen's pixels, from the widget's top left."""
        source, room = self._source_size(), self._pixels()
        if source.isEmpty():
            return QRect()
        size = source.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (room.width() - size.width()) // 2, (room.height() - size.height()) // 2
        return QRect(left, top, size.width(), size.height())

    # What Qt calls.

    def sizeHint(self) -> QSize:
        """Return twice the picture's size on this screen."""
        source = self._source_size()
        return _EMPTY if source.isEmpty() else source * (2 / self.devicePixelRatioF())

    def initializeGL(self) -> None:
        """Begin in a context that Qt has made, which may go before the widget or with it."""
        # The application's, since Python's own objects go in any order at its end.
        held, surface = self._held, QOffscreenSurface(parent=QCoreApplication.instance())
        surface.setFormat(self.context().format())
        surface.create()
        (address,) = getCppPointer(self.context())

        # By then the widget may be half gone, and Python's object for the context with it.
        def free() -> None:
            context: Any = wrapInstance(address, QOpenGLContext)
            if context.makeCurrent(surface):
                held.free_upscaler()
                held.free_texture()
                context.doneCurrent()
            surface.deleteLater()

        self.context().aboutToBeDestroyed.connect(free)

    def paintGL(self) -> None:
        """Draw the picture, or why it cannot be drawn."""
        gl = self.context().functions()
        colour = self._background
        gl.glClearColor(colour.redF(), colour.greenF(), colour.blueF(), 1.0)
        gl.glClear(_COLOUR_BUFFER)
        place = self.pictureRect()
        if place.isEmpty():
            return
        try:
            self._draw(place)
        except Anime4KError as error:
            self._tell(str(error))
        else:
            self._failure = ""

    # The rest is the view's own.

    def _draw(self, place: QRect) -> None:
        texture = self._given
        if texture is None:
            assert self._image is not None
            texture = self._held.texture_of(self._image)
        size = place.width(), place.height()
        upscaler = self._held.upscaler
        if upscaler is None:
            upscaler = self._held.upscaler = Upscaler(
                source_size=texture.size,
                target_size=size,
                preset=self._preset,
                params=self._params,
                alpha="ignore",
            )
        upscaler.resize(source_size=texture.size, target_size=size)
        bottom = self._pixels().height() - place.y() - place.height()
        viewport = (place.x(), bottom, *size)
        upscaler.render_into(texture, self.defaultFramebufferObject(), viewport, flip=self._flip)

    def _show(self, image: QImage | None, texture: GLTexture | None, *, flip: bool) -> None:
        before = self._source_size()
        self._image, self._given, self._flip = image, texture, flip
        if self._source_size() != before:
            self.updateGeometry()
        self.update()

    def _source_size(self) -> QSize:
        if self._given is not None:
            return QSize(*self._given.size)
        return QSize(0, 0) if self._image is None else self._image.size()

    def _pixels(self) -> QSize:
        """Return the widget's size in the screen's pixels, which its framebuffer has."""
        return self.size() * self.devicePixelRatioF()

    def _tell(self, reason: str) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.GlobalColor.white)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, reason)
        painter.end()
        if reason != self._failure:
            self._failure = reason
            self.failed.emit(reason)

    @staticmethod
    def _check(preset: str, params: ParamValues) -> None:
        resolve_params(resolve_shaders(preset, ()), params)


def _parameter(name: str) -> str:
    """Return a parameter's own name, of one that may have its file's before it."""
    return name.rpartition("/")[2]
