"""The league, as `python -m benchmarks.quality`."""

import sys

from benchmarks.quality.league.command import main

if __name__ == "__main__":
    sys.exit(main())
