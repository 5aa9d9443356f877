# Two commands for a newcomer: make demo, make test.  Each sets up what it needs.
# the first Python that is new enough; name another with make demo PYTHON=...
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
JOBS ?= 2

.PHONY: demo test test-long bench lint docs pango clean

demo: $(STAMP) pango
	$(BIN)/readiness report examples/boise-office -o boise-office.pdf

test: lint pango
	$(BIN)/pytest -n $(JOBS) -m "not long"

# what goes through every case, and the laws with ten times as many examples, new ones at every run
test-long: $(STAMP) pango
	$(BIN)/pytest -n $(JOBS) -m long
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
	@test -n "$(PYTHON)" || { echo "readiness needs Python 3.11 or newer, and none was found"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is too old: readiness needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "A virtual environment could not be made. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[pdf,map,optimise,contacts,office,workshop,dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist boise-office.pdf
