"""The times of packets and frames: one clock from 0 on, and the part that is taken."""
