"""What a container says beside its streams, and what becomes of it in another one."""
