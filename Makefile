# Two commands for a newcomer: make demo, make test.  Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
JOBS ?= 2

.PHONY: demo test test-long bench lint docs pango clean

demo: $(STAMP) pango
	$(BIN)/readiness report examples/boise-office -o boise-office.pdf

test: lint pango
	$(BIN)/pytest -n $(JOBS)

# the same laws with ten times as many examples, new ones at every run
test-long: $(STAMP) pango
	$(BIN)/pytest -n $(JOBS) --hypothesis-profile=long tests/unit

bench: $(STAMP) pango
	$(BIN)/python tests/bench/bench.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(STAMP)
	$(BIN)/python docs/generate.py

pango: $(STAMP)
	@sh .ci/pango.sh $(BIN)/python

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "readiness needs Python 3.11 or newer; name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[pdf,dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist boise-office.pdf
