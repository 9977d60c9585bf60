"""The random numbers that players' shaders see."""
