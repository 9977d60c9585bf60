# make demo    watch the demo clip upscaled (in a window, or into demo/ where there is no display)
# make test    check everything
# make fast    the tests that take under a minute: no windows, no oracles
# make lint    style, types, dead code, doubled code
# make test-d3d    Microsoft's shader compiler and Direct3D 9 on the shaders for Windows players
# make test-versions    a part of the tests with the oldest and the newest dependencies
# make setup   install only; demo and test do it by themselves

.PHONY: setup demo lint test fast test-d3d test-versions clean

PYTHON := .venv/bin/python

# Hundreds of tests start the command, which takes a second more where its modules are compiled anew.
unexport PYTHONDONTWRITEBYTECODE

setup:
	@tools/setup.sh

demo: setup
	@tools/demo_clip/play.sh

lint:
	@tools/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/vulture
	.venv/bin/pylint anime4k_gl tools benchmarks examples

test: lint
	$(PYTHON) -m pytest -q -n auto --durations 25

fast:
	@tools/setup.sh dev
	$(PYTHON) -m pytest -q -n auto -m "not slow"

# Where Wine or Microsoft's compiler cannot be had, that is said and nothing is tested.
test-d3d:
	@tools/setup.sh dev
	@if tools/d3d.sh; then \
	    xvfb-run -a -s "-screen 0 640x480x24" \
	        $(PYTHON) -m pytest -q -rP -p no:cacheprovider tests/oracles/d3d/check_d3d.py \
	            tests/oracles/d3d/check_hosts.py; \
	elif [ $$? = 3 ]; then echo "test-d3d: nothing was tested, see above"; \
	else exit 1; fi

# Each set of versions has a virtual environment of its own, below .versions.
test-versions:
	@tools/setup.sh dev
	@$(PYTHON) tools/versions.py

clean:
	rm -rf .venv .versions demo build dist *.egg-info
