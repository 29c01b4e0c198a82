# Everything a person or a machine does with Earshot. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: setup  ## Run the demo company, with a simulated shift (sets everything up first)
	@earshot demo $(ARGS)

.PHONY: serve
serve: setup  ## Run Earshot itself on var/
	@earshot serve $(ARGS)

.PHONY: test
test: setup browser proxies check  ## Everything CI runs: checks, then all tests
	@pytest $(SIDE_BY_SIDE) $(ALONE:%=--ignore %) $(APART:%=--ignore %)
	@pytest $(ALONE)

# ---- set-up: each step leaves a stamp and is skipped while what it stands on is unchanged

STAMPS := .venv/.stamps

.PHONY: setup
setup: $(STAMPS)/python static/dist/index.html  ## Python and the web client, ready to run

$(STAMPS)/machine:
	@command -v $(PYTHON) >/dev/null || { echo "Earshot needs Python 3.11 or newer. Install it, then run make again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Earshot needs Python 3.11 or newer; $(PYTHON) is older. Try make PYTHON=python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv."; exit 1; }
	@command -v npm >/dev/null || { echo "Earshot needs Node.js 20 or newer with npm to build its web client. Install it, then run make again."; exit 1; }
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' || { echo "Earshot needs Node.js 20 or newer; this is $$(node -v)."; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements.lock pyproject.toml | $(STAMPS)/machine
	@echo "Installing Python packages (a few minutes the first time) ..."
	@pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/node: static/package.json static/package-lock.json | $(STAMPS)/machine
	@echo "Installing web packages ..."
	@cd static && npm ci --loglevel=error --no-fund --no-audit
	@touch $@

static/dist/index.html: $(STAMPS)/node $(shell find static/src static/index.html static/*.ts static/tsconfig*.json -type f 2>/dev/null)
	@echo "Building the web client ..."
	@cd static && npm run --silent build
	@touch $@

.PHONY: browser
browser: | $(STAMPS)/machine  ## Chromium for the browser stories, through apt when it is missing
	@scripts/browser.sh

.PHONY: proxies
proxies: | $(STAMPS)/machine  ## nginx, Caddy and PgBouncer for tests of installations, into .venv
	@scripts/proxies.sh || echo "Tests behind a proxy are skipped."

# ---- checks and tests

.PHONY: check
check: setup  ## Formatting, lint, types, arrows between rooms
	@ruff format --check --quiet . || { echo "Run make fix."; exit 1; }
	@ruff check --quiet .
	@mypy
	@lint-imports --no-logo
	@cd static && npm run --silent check && npm run --silent test
	@python scripts/advisories.py $(ADVISORIES)

.PHONY: advisories
advisories: setup  ## Known faults in pinned libraries; ADVISORIES=--required fails offline
	@python scripts/advisories.py $(ADVISORIES)

# They start processes, drive a browser or use all cores, and wait for what should happen soon.
ALONE := tests/docs tests/e2e tests/flows tests/workers
# Each of the two has a bundled PostgreSQL of its own; one that is given has room for one only.
SIDE_BY_SIDE := $(if $(EARSHOT_TEST_DATABASE_URL),,-n 2 --dist loadfile)

# Long, and not a part of `make test`.
APART := tests/scale tests/images

.PHONY: scale
scale: setup proxies  ## Several APIs and workers behind nginx, Caddy, PgBouncer: kills, restarts
	@pytest tests/scale $(ARGS)

.PHONY: images
images: setup  ## Follow the Dockerfile without Docker: install, build, start, hear a recording
	@pytest tests/images $(ARGS)

.PHONY: chaos
chaos: setup proxies  ## Harm a whole installation in many ways, a quarter of an hour: make chaos ARGS='database' MINUTES=1
	@scripts/faketime.sh
	@python -m tests.chaos $(if $(MINUTES),--minutes $(MINUTES)) $(ARGS)

.PHONY: pytest
pytest: setup  ## Python tests: make pytest ARGS='tests/api -k events'
	@pytest $(ARGS)

.PHONY: fix
fix: setup  ## Format and mend what can be mended
	@ruff format --quiet . && ruff check --fix --quiet .
	@cd static && npm run --silent fix

.PHONY: bench
bench: setup  ## Measure all budgets, half an hour, and keep the figures: make bench ARGS='board fanout'
	@python scripts/benches.py $(ARGS)

# ---- for those who change Earshot

.PHONY: hooks
hooks: setup  ## Check before each commit
	@pre-commit install

.PHONY: ui
ui: setup  ## The web client with reload, against a running `make serve`
	@cd static && npm run dev

.PHONY: types
types: $(STAMPS)/python $(STAMPS)/node  ## The web client's types, from the API's description
	@python scripts/openapi.py > openapi.json
	@cd static && npm run --silent types

.PHONY: migration
migration: setup  ## A migration from the tables as they are: make migration M="Add goals"
	@python scripts/migration.py "$(M)"

# What images install is a part of what is tested.
PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: lock
lock:  ## Pin every Python package with its hashes
	@pip install --quiet uv
	@$(PIN) --all-extras --output-file requirements.lock pyproject.toml
	@$(PIN) --constraint requirements.lock --extra build --extra traces --output-file docs/deploy/api.lock pyproject.toml
	@$(PIN) --constraint requirements.lock --extra build --extra traces --extra worker --extra diarize --output-file docs/deploy/worker.lock pyproject.toml

.PHONY: clean
clean:  ## Remove what make built; data in var/ stays
	@rm -rf .venv static/node_modules static/dist openapi.json
