# Needs Debian (or alike) with python3 3.11 or newer, python3-venv and make; `make test` also root's apt for the browser.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT := $(or $(SHAOTAI_PORT),8050)
CITY := var$(if $(CASES),/$(CASES))
WAREHOUSE := $(or $(SHAOTAI_WAREHOUSE),$(CITY)/warehouse)
DEFINITIONS := $(wildcard warehouse/feeds/*.toml warehouse/models/*.sql warehouse/tallies/*.toml warehouse/rules/*.toml etl/layouts/*.toml)
PACKAGES := app.py gunicorn.conf.py warehouse etl dashboard scripts tests $(wildcard bench)

.PHONY: run serve test check bench format help FORCE

run: .venv/run.stamp ## a synthetic city from nothing to the dashboard: CASES=20000 make run for a small one
	@scripts/port.py $(PORT)
	@$(MAKE) -s --no-print-directory $(CITY)/refreshed
	@SHAOTAI_WAREHOUSE=$(CITY)/warehouse $(MAKE) --no-print-directory serve

serve: .venv/run.stamp ## the dashboard on one's own data: SHAOTAI_WAREHOUSE=DIR SHAOTAI_PORT=N make serve
	@scripts/port.py $(PORT)
	@test -e "$(WAREHOUSE)/CURRENT.json" || echo "$(WAREHOUSE) holds no snapshot yet: the pages will say so until 'python -m etl refresh' has run" >&2
	@scripts/announce.py $(PORT) &
	@SHAOTAI_WAREHOUSE="$(WAREHOUSE)" SHAOTAI_PORT=$(PORT) exec .venv/bin/gunicorn --config gunicorn.conf.py app:server

test: .venv/dev.stamp ## every test; one that is skipped fails the run; ARGS="-k words" picks some
	@scripts/browser.sh
	@.venv/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

check: .venv/dev.stamp ## format, lint, imports, types, SQL, generated documents
	@.venv/bin/ruff format --check $(PACKAGES)
	@.venv/bin/ruff check $(PACKAGES)
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@.venv/bin/python -m pytest -q tests/warehouse/test_models_lint.py tests/warehouse/test_definitions.py tests/test_docs.py

bench: .venv/dev.stamp ## speed against floors and rivals, as ratios measured side by side; takes long
	@.venv/bin/python -m bench $(ARGS)

format: .venv/dev.stamp ## code formatted, imports sorted, docs/kpis.md written anew
	@.venv/bin/ruff format $(PACKAGES)
	@.venv/bin/ruff check --fix $(PACKAGES)
	@.venv/bin/python -m warehouse.kpis > docs/kpis.md

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

.venv/run.stamp: requirements.txt
	@scripts/venv.sh $(PYTHON) requirements.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt
	@scripts/venv.sh $(PYTHON) requirements-dev.txt
	@touch .venv/run.stamp $@

# Written beside and renamed when whole, so that an interrupted city is never taken for a finished one.
$(CITY)/inbox: | .venv/run.stamp
	@rm -rf $@.part && mkdir -p $(CITY)
	@.venv/bin/python -m etl synthetic --out $@.part $(if $(CASES),--cases $(CASES))
	@mv $@.part $@

# Exit status 3: released, with records or files refused; they are named above and on the page 数据.
$(CITY)/refreshed: $(CITY)/inbox $(DEFINITIONS) $(if $(wildcard $(CITY)/warehouse/CURRENT.json),,FORCE)
	@.venv/bin/python -m etl refresh --inbox $(CITY)/inbox --warehouse $(CITY)/warehouse || test $$? -eq 3
	@touch $@
