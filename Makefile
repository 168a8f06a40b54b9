# Everything a newcomer, a maintainer and CI call. `make` alone prints this list.
#
# A virtual environment is made from nothing and kept while the requirements stay the same. Two
# stamps, so that `make run` does not wait for the test tools.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PACKAGES := domain presentation site_builder forms_api rsn
VENV := .venv
BENCH := .venv-bench
LOAD := .venv-load
BIN := $(VENV)/bin
DEMO := var/demo
# One more than the two cores this is meant to be bearable on: a test in a browser waits half of its time.
JOBS ?= 3
PORT ?= 8000
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
PIP_COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

# The first Python on this machine that is new enough and can make an environment.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)

# The tests start hundreds of processes: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(BIN)/python -m pytest -W error -n $(JOBS) --dist loadfile --no-loadscope-reorder

.PHONY: help run test coverage check guards build bench bench-site bench-load test-long demo fresh install format diagram openapi lock clean .venv

help: ## list what make can do
	@echo "The Reciprocal Strength Network"
	@echo
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' \
		| awk -F'\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: $(VENV)/run.stamp ## serve the demo community: site and forms on one address
	@$(BIN)/rsn serve --demo --port $(PORT)

test: $(VENV)/dev.stamp ## every test, in a browser too; domain/ with branch coverage
	@echo "Looking for a browser …"
	@RSN_CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)"; export RSN_CHROMIUM; \
		echo "Running the tests …"; \
		$(PYTEST) -m "not long" --durations=8 --durations-min=5 --ignore=tests/domain
	@echo "Running the tests of the rules, each line and branch of which must be reached …"
	@$(PYTEST) -m "not long" --cov=domain --cov-branch --cov-report= --no-cov-on-fail tests/domain
	@$(BIN)/coverage report --include='domain/*' --show-missing --fail-under=100 \
		|| { echo "domain/ is not wholly covered by tests/domain."; exit 1; }

coverage: $(VENV)/dev.stamp ## which lines and branches of all packages the tests reach: about twice as long
	@RSN_CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)"; export RSN_CHROMIUM; \
		$(PYTEST) -m "not long" --cov --cov-branch --cov-report=
	@$(BIN)/coverage report

# What every run of `make test` tries whole is left out: the marker hypothesis is given by its own plug-in.
test-long: $(VENV)/dev.stamp ## what takes too long for every day: one to two hours on two cores; photographs go to build/shots
	@RSN_CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)"; export RSN_CHROMIUM; \
		export HYPOTHESIS_PROFILE=long RSN_SHOTS="$${RSN_SHOTS:-build/shots}"; \
		$(PYTEST) -m "long or longer or hypothesis" --durations=20 --durations-min=60

check: $(VENV)/dev.stamp ## format, lint, types, import directions, security
	@echo "ruff (lint) …" && $(BIN)/ruff check --quiet .
	@echo "ruff (format) …" && $(BIN)/ruff format --quiet --check .
	@echo "mypy --strict …" && $(BIN)/mypy --strict --no-error-summary $(PACKAGES) $(wildcard build.py)
	@echo "import directions …" && $(BIN)/lint-imports --no-cache >$(VENV)/imports.log 2>&1 \
		|| { cat $(VENV)/imports.log; exit 1; }
	@echo "bandit …" && $(BIN)/bandit --quiet --configfile pyproject.toml -r $(PACKAGES) $(wildcard build.py) \
		2> >(grep -v "nosec encountered" >&2)  # said of lines whose inner call is not the one meant
	@echo "our own rules …" && $(BIN)/python -m tests.security.ast_rules
	@echo "All checks passed."

guards: $(VENV)/dev.stamp ## take each guarded line of docs/security.md away and see its test fail (slow)
	@JOBS=$(JOBS) $(BIN)/python -m tests.security.removing

build: $(VENV)/run.stamp ## publish and build the site into public/ (with the demo store if there is none)
	@test -d $(DEMO)/data || { echo "Seeding the demo community in $(DEMO) …"; $(BIN)/rsn demo $(DEMO); }
	@$(BIN)/python build.py --content $(DEMO)/content --data $(DEMO)/data --out public

bench: $(VENV)/run.stamp $(BENCH)/stamp $(BENCH)/node/stamp ## measure what a maintainer waits for: every table of benchmarks/
	@for one in benchmarks/*.py; do echo; echo "== $$one"; $(BIN)/python "$$one"; done

bench-site: $(VENV)/run.stamp $(BENCH)/stamp $(BENCH)/node/stamp ## builds of 10 000 pages beside Hugo: half an hour
	@$(BIN)/python benchmarks/site.py 10000 5

bench-load: $(VENV)/dev.stamp $(LOAD)/stamp ## ballots through real HTTP, beside what others would build: half an hour
	@$(LOAD)/bin/python -m benchmarks.load
	@$(BIN)/python -m benchmarks.load.slow

demo: fresh ## the same as fresh

fresh: $(VENV)/run.stamp ## start the demo community again from its beginning
	@rm -rf $(DEMO)
	@$(BIN)/rsn demo $(DEMO)

install: $(VENV)/run.stamp ## make .venv with what is needed to run, and no more

format: $(VENV)/dev.stamp ## put the code in order
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

diagram: $(VENV)/run.stamp ## draw docs/lifecycle.md anew from the table of stages
	@$(BIN)/python -m rsn.lifecycle_page

openapi: $(VENV)/run.stamp ## write docs/openapi.json anew from the routes and their forms
	@$(BIN)/python -m rsn.openapi_page

lock: $(VENV)/dev.stamp ## compile the requirements again, with hashes
	@echo "Run time …" && $(PIP_COMPILE) --output-file=requirements.txt requirements.in
	@echo "PostgreSQL …" && $(PIP_COMPILE) --output-file=requirements-postgres.txt requirements-postgres.in
	@echo "Granian …" && $(PIP_COMPILE) --output-file=requirements-granian.txt requirements-granian.in
	@echo "Development …" && $(PIP_COMPILE) --output-file=requirements-dev.txt requirements-dev.in
	@echo "Benchmarks …" && $(PIP_COMPILE) --output-file=requirements-bench.txt requirements-bench.in
	@echo "Load …" && $(PIP_COMPILE) --output-file=requirements-load.txt requirements-load.in

clean: ## remove what can be made again (the demo community too)
	@rm -rf public build $(DEMO) .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis *.egg-info
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.venv: $(VENV)/dev.stamp

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer, with its venv module, is needed and was not found."; \
		echo "Install it (Debian: apt install python3 python3-venv) or name it: make run PYTHON=/path/to/python"; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is $$($(PYTHON) --version); Python 3.11 or newer is needed."; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) with $$($(PYTHON) --version) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the network needs to run …"
	@$(PIP_INSTALL) -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing the test tools …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# Other people's voting libraries, for the table of counts only. Without them the table says so.
$(BENCH)/stamp: requirements-bench.txt $(VENV)/run.stamp
	@test -x $(BENCH)/bin/python || $(BIN)/python -m venv $(BENCH)
	@echo "Installing what the counts are measured against (large, once) …"
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements-bench.txt && touch $@ \
		|| echo "They could not all be installed: the table of counts will say which are missing."

$(BENCH)/node/stamp: benchmarks/generators/eleventy/package.json
	@mkdir -p $(@D) && cp $< $(@D)
	@cd $(@D) && npm install --silent --no-package-lock --no-audit --no-fund && touch stamp \
		|| echo "Eleventy could not be installed: the table of builds will say so."

$(LOAD)/stamp: requirements-load.txt $(VENV)/run.stamp
	@test -x $(LOAD)/bin/python || $(BIN)/python -m venv $(LOAD)
	@echo "Installing the service once more, with the servers and stores it is measured against …"
	@$(LOAD)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-load.txt
	@touch $@
