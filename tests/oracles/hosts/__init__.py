"""Exported shaders without their hosts: what each host declares, and a GPU to draw with."""
