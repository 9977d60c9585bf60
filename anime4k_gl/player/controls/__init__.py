"""Controls for keys, scripts and tests: time, tracks, files, the view, screenshots."""
