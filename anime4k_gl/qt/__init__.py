"""The Qt widgets of anime4k_gl, of the extra ``qt``."""

from .upscaled_view import UpscaledView

__all__ = ["UpscaledView"]
