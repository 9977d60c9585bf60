"""Small pictures of places in a video, for people who look for one."""
