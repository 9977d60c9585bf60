# make demo    watch the demo clip upscaled (in a window, or into demo/ where there is no display)
# make test    check everything
# make setup   install only; demo and test do it by themselves

.PHONY: setup demo test clean

PYTHON := .venv/bin/python

setup:
	@tools/setup.sh

demo: setup
	@tools/demo.sh

test:
	@tools/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PYTHON) -m pytest -q -n auto

clean:
	rm -rf .venv demo build dist *.egg-info
