"""``anime4k-gl upscale`` beyond one file to another: shelves and previews."""
