"""The league: methods of upscaling measured on drawn scenes, and ranked."""
