# zolal: `make run` and `make test` do everything; the rest is for those who work on it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
RAW ?= raw
CLEAN ?= clean
# two workers: the laws of hypothesis and the command line tests share two cores well
PYTEST_FLAGS ?=
export DO_NOT_TRACK := 1

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements.lock .python-version tools/setup.sh
	@tools/setup.sh
	@touch $@

.PHONY: setup
setup: .venv/.ready ## Make .venv with everything pinned in requirements.lock

.PHONY: run
run: setup ## Clean raw/ into clean/ and say where to look (RAW=… CLEAN=… for other folders)
	@$(PYTHON) -m pipeline.clean $(RAW) --out $(CLEAN)

.PHONY: test
test: setup ## Run all tests
	@$(PYTHON) -m pytest -n 2 $(PYTEST_FLAGS)

.PHONY: slow
slow: setup ## Run the slow tests: real servers, a browser, a database, kill -9 (10 min; what is missing skips)
	@$(PYTHON) -m pytest -n 2 --dist loadfile --run-slow -m slow $(PYTEST_FLAGS)

.PHONY: check
check: setup ## Lint, types, import contracts, tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

.PHONY: bench
bench: setup ## Measure quality and speed against peers, write benchmarks/RESULTS.md
	@$(PYTHON) -m benchmarks

.PHONY: ui
ui: setup ## Prefect server, deployments and schedule on this machine; prints the address
	@$(PYTHON) -m flows.serve

.PHONY: lock
lock: setup ## Pin everything again from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --all-extras --generate-hashes --no-header --quiet --upgrade -o requirements.lock
