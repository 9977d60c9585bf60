"""Methods of upscaling beside each other: measured, shown in a report, and judged by eye."""
