# Two commands matter: `make demo` and `make test`. Each sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo test bench faults replay lint lock clean

install: $(VENV)/.runtime

$(VENV)/bin/python:
	sh scripts/venv.sh $(PYTHON) $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt scripts/test-peers.sh scripts/test-ckan.sh tests/peers/ckan-requirements.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	sh scripts/test-peers.sh $(VENV)
	touch $@

demo: install
	$(BIN)/sohoa demo $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/sohoa check
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

$(VENV)/.bench: $(VENV)/.dev requirements-bench.txt
	$(BIN)/python -m venv $(VENV)/dlt
	$(VENV)/dlt/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m tests.benchmarks $(ARGS)

faults: $(VENV)/.dev
	SOHOA_FAULT_ROUNDS=200 $(BIN)/python -m pytest -n auto -m faults $(ARGS)

# Two years of the simulated province, day by day, with every alert rule; the table says what happened and what was wrong.
replay: $(VENV)/.dev
	$(BIN)/python -m tests.alerts.test_replay

# Writes both lock files anew; they name versions and hashes, never an address.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	    --generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	    --generate-hashes --extra dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	echo 'dlt[sqlalchemy]>=1.31,<2' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	    --no-header --no-annotate --generate-hashes - -o requirements-bench.txt

clean:
	rm -rf $(VENV) var test-artifacts
