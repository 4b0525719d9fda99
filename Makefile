# Sets itself up: .venv is made from pyproject.toml and constraints.txt, and the front end (service/static) by the same
# installation from service/web; both are renewed when what they are made from changes.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
FRONTEND := $(wildcard service/web/*.*) $(shell find service/web/src -type f)

.PHONY: serve test clean

serve: .venv/.serve
	@$(BIN)/malgraf release
	@exec $(BIN)/malgraf serve

# The browser apart: beside its processes the attacks on the engine would not have the time that they are given.
# The files in their order: sorted by their number of tests, the longest test of all would begin last.
test: .venv/.test
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --ignore tests/service/browser
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder tests/service/browser

clean:
	rm -rf .venv var dist service/static service/web/node_modules tests/clients/node_modules

.venv/.serve: pyproject.toml constraints.txt $(FRONTEND) | .venv/bin/python
	@echo "Installing Målgraf into .venv ..." >&2
	@$(INSTALL) -e .
	@touch $@

.venv/.test: pyproject.toml constraints.txt $(FRONTEND) | .venv/bin/python
	@echo "Installing Målgraf and its test tools into .venv ..." >&2
	@$(INSTALL) -e '.[dev]'
	@touch $@ .venv/.serve

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Målgraf needs Python 3.11 or newer; $(PYTHON) is older: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25'
