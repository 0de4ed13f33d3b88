# One word for each action; CI runs exactly these.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps

.DEFAULT_GOAL := help
.PHONY: help install web chat test check eval train fuzz

help: ## what can be done here
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

install: $(STAMPS)/ready ## set everything up in .venv: packages, encoder, search index

web: $(STAMPS)/ready ## set up if needed, then serve the page on http://127.0.0.1:7860
	$(BIN)/advisor web

chat: $(STAMPS)/ready ## talk in the terminal
	$(BIN)/advisor chat

test: $(STAMPS)/ready $(STAMPS)/dev ## run the tests, a real browser among them
	$(BIN)/python -m pytest

check: $(STAMPS)/dev ## ruff, mypy strict and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py

eval: $(STAMPS)/ready ## play the scripted conversations and grade them
	$(BIN)/advisor eval evals/conversations --json eval-results/last.json --html eval-results/last.html

train: $(STAMPS)/dev ## train the reader again from its labelled messages
	$(BIN)/python -m agent.reading.train

fuzz: $(STAMPS)/ready $(STAMPS)/dev ## the property tests with far more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest tests/decision tests/agent tests/reading

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/packages: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --upgrade -c constraints.txt pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/packages
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

$(STAMPS)/ready: $(STAMPS)/packages
	$(BIN)/python -m knowledge.encoder
	$(BIN)/advisor index
	@touch $@
