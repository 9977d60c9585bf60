"""The bar for the mouse: what it shows, where, and what it does."""
