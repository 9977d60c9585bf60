"""The command in processes of its own, and folders and ports that are watched meanwhile."""
