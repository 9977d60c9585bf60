"""anime4k_gl: the Anime4K v1.0 RC upscaler as a GPU shader library."""
