"""Segments made by the workers of a dask.distributed cluster, in the work folder that all share."""
