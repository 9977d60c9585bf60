"""Facts that a container tells beside its streams, on their way to another one."""
