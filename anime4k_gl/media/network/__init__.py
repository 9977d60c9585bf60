"""Media over HTTP: downloaded once for all who read it, kept for a while, waited for."""
