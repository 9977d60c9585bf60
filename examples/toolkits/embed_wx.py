"""Anime4K in wxPython: a GLCanvas with a core context, drawn to by moderngl."""

import wx
from common import SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from scene import Scene, wrap_current
from wx import glcanvas

import anime4k_gl as a4k


class Canvas(glcanvas.GLCanvas):
    """The part of the window that OpenGL draws."""

    def __init__(self, parent):
        super().__init__(parent, attribList=[glcanvas.WX_GL_RGBA, glcanvas.WX_GL_DOUBLEBUFFER, 0])
        attributes = glcanvas.GLContextAttrs()
        attributes.PlatformDefaults().CoreProfile().OGLVersion(3, 3).EndList()
        self.own = glcanvas.GLContext(self, ctxAttrs=attributes)
        self.upscaler, self.frame, self.timer = None, 0, wx.Timer(self)
        self.Bind(wx.EVT_PAINT, self.paint)
        self.Bind(wx.EVT_TIMER, lambda _: self.Refresh(False))
        self.timer.Start(16)

    def paint(self, _):
        wx.PaintDC(self)
        self.SetCurrent(self.own)  # before each frame: other canvases may have made theirs current
        if self.upscaler is None:  # the window is on the screen by now, which a context needs
            context = wrap_current()
            self.scene = Scene(context)
            self.picture = context.texture(SOURCE, 4, picture()[::-1].tobytes())
            self.upscaler = a4k.Upscaler(context, source_size=SOURCE, target_size=SHOWN)
        self.scene.before(self.picture)
        self.upscaler.render_into(self.picture, 0, VIEWPORT)
        self.scene.after()
        self.frame += 1
        if is_last(self.frame):
            self.timer.Stop()
            self.Unbind(wx.EVT_PAINT)
            self.upscaler.release()
            wx.CallAfter(self.Parent.Close)
        self.SwapBuffers()


application = wx.App()
frame = wx.Frame(None, title="Anime4K in wxPython")
frame.SetClientSize(WINDOW)
canvas = Canvas(frame)
frame.Show()
application.MainLoop()
