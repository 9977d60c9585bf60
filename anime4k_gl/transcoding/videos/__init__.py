"""A video on its way through decoder and renderer, whoever takes its frames."""
