"""The way between CUDA and OpenGL on one device: for decoded frames, and for arrays."""

from .device import CudaError as CudaError
from .textures import CudaTextures as CudaTextures
from .textures import unusable as unusable
