"""From frame to picture: render profiles, parameters, quality levels, renderers."""
