"""The training of the hybrid's networks: drawn pictures, recipes, JAX, and files of weights.

python -m training training/recipes/hybrid-s.toml -o runs

docs/training.md says what comes of it, and how to train one's own.
"""
