# make demo    watch the demo clip upscaled (in a window, or into demo/ where there is no display)
# make test    check everything
# make fast    the tests that take under a minute: no windows, no oracles
# make quality    the presets and scalers on a few drawn scenes, with a truth; fails unless v1.1 wins
# make lint    style, types, dead code, doubled code
# make test-d3d    Microsoft's shader compiler and Direct3D 9 on the shaders for Windows players
# make test-examples   the examples and the Qt widget, each in its toolkit
# make train-tiny   trains a tiny network on the processor, and holds it to beat bicubic
# make test-packed    a program packed by PyInstaller, which takes half a minute
# make test-versions    a part of the tests with the oldest and the newest dependencies
# make setup   install only; demo and test do it by themselves

.PHONY: quality setup setup-dev demo lint ruff mypy vulture pylint test pytest fast
.PHONY: train-tiny test-d3d test-packed test-versions test-examples versions d3d examples clean

PYTHON := .venv/bin/python

# Hundreds of tests start the command, which takes a second more where its modules are compiled anew.
unexport PYTHONDONTWRITEBYTECODE

setup:
	@tools/setup.sh

demo: setup
	@tools/demo_clip/play.sh

lint: ruff mypy vulture pylint

ruff: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

mypy vulture: setup-dev
	.venv/bin/$@

pylint: setup-dev
	.venv/bin/pylint anime4k_gl tools benchmarks examples training

setup-dev:
	@tools/setup.sh dev

test: lint pytest

# Windows and clocks may miss their moment beside other tests on a busy machine: what failed is asked
# once more, alone. Who fails twice has failed.
pytest: setup-dev
	@$(PYTHON) -m pytest -q -n auto --durations 25 || { [ $$? = 1 ] && \
	    echo "What failed beside the others, once more, alone:" && \
	    $(PYTHON) -m pytest -q -n 0 --maxfail 5 --last-failed --last-failed-no-failures none; }

fast: setup-dev
	$(PYTHON) -m pytest -q -n auto -m "not slow"

# Even scenes tune, and odd ones, which these are, report.
quality: setup-dev
	$(PYTHON) -m benchmarks.quality --scenes 6 --sizes 270:540 --vector 0 --pictures 1 \
	    --check -o quality

# Where Wine or Microsoft's compiler cannot be had, that is said and nothing is tested.
test-d3d: setup-dev
	@if tools/d3d.sh; then \
	    xvfb-run -a -s "-screen 0 640x480x24" \
	        $(PYTHON) -m pytest -q -rP -n auto -p no:cacheprovider \
	            tests/oracles/d3d/check_d3d.py tests/oracles/d3d/check_hosts.py; \
	elif [ $$? = 3 ]; then echo "test-d3d: nothing was tested, see above"; \
	else exit 1; fi

test-packed: setup-dev
	$(PYTHON) -m pytest -q -n 0 -p no:cacheprovider tests/project/check_packed.py

# Each set of versions has a virtual environment of its own, below .versions.
test-versions: versions
	@$(PYTHON) tools/versions.py test

# The toolkits are in a virtual environment of their own, .examples: some want older packages.
test-examples: examples
	.examples/bin/python -m pytest -q -n auto -p no:cacheprovider --durations 10 tests/examples/check_*.py

# A run from nothing: drawing, training, measuring, the file of weights and its card.
train-tiny: setup-dev
	$(PYTHON) -m pytest -q -rP -n 0 -p no:cacheprovider tests/training/check_tiny.py

# What test-versions, test-examples and test-d3d install: by themselves, or beside something else.
versions: setup-dev
	@$(PYTHON) tools/versions.py install

# One after the other: both have setuptools write into the same folder.
examples: setup-dev | $(filter versions,$(MAKECMDGOALS))
	@tools/setup.sh examples

d3d: setup-dev
	@tools/d3d.sh || [ $$? = 3 ]

clean:
	rm -rf .venv .versions .examples demo quality build dist *.egg-info
