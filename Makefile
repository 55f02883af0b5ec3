# Two commands set everything up on a machine that has Python 3.11 or later, make and the package registries:
#   make run    install Musnad and read the sample articles
#   make test   everything that must hold before a change is taken
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check fix types lint layers units prove gold gate docs accuracy bench train train-quick readme schema clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/installed ## install Musnad and read the sample articles
	$(BIN)/musnad read samples --published 2024-03-14 --title-line --outlet 'نص مختلق للاختبار'

test: check docs units gold gate ## lint, types, docs, tests, gold and the accuracy gate

check: lint layers types ## lint and types alone

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

fix: $(VENV)/installed-dev ## format, and correct what can be corrected by itself
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports --no-logo

types: $(VENV)/installed-dev
	$(BIN)/mypy

units: $(VENV)/installed-dev
	$(BIN)/pytest --cov --cov-report=term:skip-covered

prove: $(VENV)/installed-dev ## run the long proofs in full and write docs/proofs.md
	MUSNAD_PROVE=1 $(BIN)/pytest -m proof

gold: $(VENV)/installed-dev
	$(BIN)/python gold/check.py gold/*.jsonl

gate: $(VENV)/installed-dev
	$(BIN)/musnad evaluate values gold/*.jsonl --gate
	$(BIN)/musnad evaluate read gold/*.jsonl --gate
	pages=$$(mktemp -d) && trap 'rm -rf "$$pages"' EXIT && $(BIN)/python gold/pages/build.py "$$pages" \
		&& $(BIN)/musnad evaluate pages "$$pages/check" --gate && $(BIN)/musnad evaluate pages "$$pages/check" --fast --gate

docs: $(VENV)/installed-dev ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

accuracy: $(VENV)/installed-dev ## write docs/accuracy.md anew
	$(BIN)/python -m musnad.evaluate.report

bench: $(VENV)/installed-dev ## measure speed and memory
	$(BIN)/pytest benchmarks -s -p no:cacheprovider --benchmark-columns=min,median,max,rounds

train: $(VENV)/installed-train ## train the encoder: all of dev and three folds, two runs at a time; weigh and package
	$(BIN)/python -m training.reader.fit
	printf '%s\n' all 0 1 2 | OMP_NUM_THREADS=1 xargs -P 2 -I FOLD $(BIN)/python -m training.encoder.fit --fold FOLD --threads 1
	$(BIN)/python -m training.encoder.fuse
	$(BIN)/python -m training.encoder.calibrate
	$(BIN)/python -m training.encoder.errors
	$(BIN)/python -m training.encoder.export

train-quick: $(VENV)/installed-train ## train on a sample, and score the articles left out of it
	$(BIN)/python -m training.encoder.fit --fold 0 --name quick --sample 90 --epochs 4
	$(BIN)/python -m training.encoder.evaluate --fold 0 --name quick --sample 60

readme: $(VENV)/installed ## write the output shown in README.md anew
	$(BIN)/python samples/refresh_readme.py

schema: $(VENV)/installed ## write the JSON Schemas in docs/schema/ anew
	$(BIN)/musnad schema > docs/schema/reading.schema.json
	$(BIN)/python -m musnad.ingest.outlets > docs/schema/sources.schema.json

clean: ## remove the virtual environment and what was built
	rm -rf $(VENV) site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or later with the venv module is needed" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: pyproject.toml | $(VENV)/bin/pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-train: pyproject.toml | $(VENV)/bin/pip
	$(BIN)/python -m pip install --quiet --editable '.[dev,train]'
	@touch $@ $(VENV)/installed-dev $(VENV)/installed
