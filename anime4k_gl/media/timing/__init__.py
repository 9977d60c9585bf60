"""The times of packets and frames: a clock made continuous, and parts cut out of it."""
