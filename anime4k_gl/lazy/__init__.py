"""The means of putting work off until it is needed, so that starting takes little time."""
