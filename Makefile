# `make demo` and `make test` are all a newcomer needs; `make` alone lists the rest.

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2

DEMO = run configs/minusma/mission.yaml --figures --out results/minusma
SITE = build/site

BIN = $(VENV)/bin
PIP = -m pip install --disable-pip-version-check --progress-bar off
INSTALL = $(BIN)/python $(PIP) -c constraints.txt
LOCKING = $(VENV)-lock/bin/python $(PIP)
# The environment of an ordinary user, for pytest: no variable of this session changes what is tested, except the
# language. tests/environment.py does the same for what the tests start, and gives them an empty home.
ORDINARY = env -i HOME="$$HOME" PATH="$$PATH" $${TMPDIR+TMPDIR="$$TMPDIR"} $${TERM+TERM="$$TERM"} \
  $${LANG+LANG="$$LANG"} $${LC_ALL+LC_ALL="$$LC_ALL"}
PYTEST = $(ORDINARY) $(BIN)/pytest -n $(WORKERS) --dist worksteal

HEADING = @printf '\n== %s ==\n'

.PHONY: help demo test quick command coverage lint types imports tests docs reference format lock clean
.NOTPARALLEL:

help:
	@echo "make demo       set up and run the MINUSMA mission"
	@echo "make test       set up and check everything: lint, types, import rules, pages, tests"
	@echo "make quick      the tests without the slow statistical gates"
	@echo "make command    the tests of the command only"
	@echo "make coverage   the quick tests, measuring which lines of the package they run"
	@echo "make docs       build the documentation as a site in $(SITE)"
	@echo "make reference  write anew what pages take from docstrings and from what commands print"
	@echo "make format     lay out the code as 'make lint' wants it"
	@echo "make lock       renew constraints.txt"
	@echo "make clean      remove the environment, the site and all caches"
	@echo
	@echo "PYTHON=$(PYTHON) makes the environment $(VENV); WORKERS=$(WORKERS) test processes run at once."

demo: $(VENV)/.run
	$(BIN)/stovepipe $(DEMO)

test: lint types imports docs tests

lint: $(VENV)/.dev
	$(HEADING) "Lint"
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev
	$(HEADING) "Types"
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(HEADING) "Import rules"
	$(BIN)/lint-imports --no-logo

tests: $(VENV)/.dev
	$(HEADING) "Tests"
	$(PYTEST)

quick: $(VENV)/.dev
	$(PYTEST) -m "not slow"

command: $(VENV)/.dev
	$(PYTEST) tests/cli

coverage: $(VENV)/.dev
	$(PYTEST) -m "not slow" --cov --cov-report=term:skip-covered --cov-report=html:build/coverage

docs: $(VENV)/.dev
	$(HEADING) "Pages"
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky --doctree-dir build/doctrees docs $(SITE)
	@echo "The site begins at $(SITE)/index.html"

reference: $(VENV)/.dev
	$(BIN)/python docs/python_page.py
	$(BIN)/python -m docs.console_blocks

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The two stamps say what is installed: what runs a mission, and what checks the house. The tools are a
# dependency group, which pip knows from 25.1 on, so pip itself is renewed first.

$(VENV)/.run: pyproject.toml constraints.txt
	$(HEADING) "Set up"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Stovepipe needs Python 3.11 or newer. This is what '$(PYTHON)' gives:" >&2; \
	  $(PYTHON) --version >&2; \
	  echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) hatchling
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(HEADING) "Set up the tools"
	$(INSTALL) --upgrade pip
	$(INSTALL) --no-build-isolation --editable . --group dev
	@touch $@

lock:
	rm -rf $(VENV)-lock
	$(PYTHON) -m venv $(VENV)-lock
	$(LOCKING) --upgrade pip
	$(LOCKING) . --group dev
	{ echo "# What the tests are run with: the package's dependencies and its tools, exactly. Renew with 'make lock'."; \
	  $(VENV)-lock/bin/python -m pip freeze --all --exclude stovepipe; } > constraints.txt
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) $(VENV)-lock build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find model tests experiments -name __pycache__ -type d -prune -exec rm -rf {} +
