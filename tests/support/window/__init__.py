"""What tests need of a screen: an X server, keys, drops, a browser, a running player."""
