# The only commands. `make help` lists them.

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK_STAMP := $(VENV)/.installed-spark
# Options of the benchmark: make benchmark ARGS='--customers 1000'
ARGS ?=

export DBT_SEND_ANONYMOUS_USAGE_STATS := false

# Projects that install this one as a package.
INTEGRATION := integration_tests/bare integration_tests/full

# Checkers compile the models but must neither open nor lock a warehouse.
LINT_ENV := SEGMENTS_DUCKDB_PATH=:memory:

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-24s %s\n", $$1, $$2}' Makefile

# The stamp is written last, so a set-up that failed is begun again.
# torch is large on Linux: pip's own settings, such as PIP_EXTRA_INDEX_URL, choose another build.
$(STAMP): pyproject.toml constraints.txt
	@command -v "$(PYTHON)" >/dev/null || { \
	    echo "make: '$(PYTHON)' was not found. Install Python 3.10 or newer, or name it: make PYTHON=/path/to/python3." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	    echo "make: Python 3.10 or newer is needed, got $$("$(PYTHON)" -V 2>&1). Name another: make PYTHON=/path/to/python3." >&2; exit 1; }
	@rm -f $@
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt -e '.[train,dev]'
	touch $@

# Spark is large, and only test-spark needs it.
$(SPARK_STAMP): $(STAMP)
	@rm -f $@
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt -e '.[train,dev,spark]'
	touch $@

.PHONY: demo
demo: $(STAMP) ## build the demo shop and print its segments
	mkdir -p warehouse
	SEGMENTS_DUCKDB_PATH=warehouse/demo.duckdb $(BIN)/dbt build --profiles-dir . \
	    --exclude-resource-type unit_test --exclude-resource-type test
	$(BIN)/customer-segments show warehouse/demo.duckdb

.PHONY: test
test: lint ## run every check: lint, dbt's tests, pytest
	mkdir -p warehouse
	SEGMENTS_DUCKDB_PATH=warehouse/test.duckdb $(BIN)/dbt build --profiles-dir .
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# Needs Java 17 or 21. The tests start a master and two workers on the loopback, and stop them.
.PHONY: test-spark
test-spark: $(SPARK_STAMP) ## build on a standalone Spark cluster, and compare with DuckDB
	$(BIN)/pytest tests/spark

# The quick ones first. dbt parse writes the manifest that dbt-bouncer reads.
.PHONY: lint
lint: $(STAMP) ## run the checkers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/yamllint --strict .
	$(BIN)/mypy
	$(LINT_ENV) $(BIN)/dbt --quiet parse --profiles-dir . --warn-error --no-partial-parse
	@if [ -x $(BIN)/dbt-bouncer ]; then \
	    echo '$(BIN)/dbt-bouncer run' && $(BIN)/dbt-bouncer run --show-all-failures; \
	else \
	    echo "lint: dbt-bouncer needs Python 3.11 or newer; its rules were not checked."; \
	fi
	$(LINT_ENV) $(BIN)/sqlfluff lint --processes 0 models tests/dbt
	@bin="$$PWD/$(BIN)" && for project in $(INTEGRATION); do \
	    echo "dbt parse $$project" && (cd $$project && \
	    "$$bin/dbt" --quiet deps --profiles-dir . && \
	    "$$bin/dbt" --quiet parse --profiles-dir . --warn-error --no-partial-parse) || exit 1; \
	done

.PHONY: real-data
real-data:
	@folder="$${SEGMENTS_REAL_DATA:-../shared/data}"; \
	if [ ! -f "$$folder/online_retail.parquet" ]; then \
	    echo "make: $$folder/online_retail.parquet was not found. Set SEGMENTS_REAL_DATA to the folder that holds it." >&2; \
	    exit 1; \
	fi

.PHONY: example-online-retail
example-online-retail: real-data $(STAMP) ## build the example on a real shop's orders
	folder="$${SEGMENTS_REAL_DATA:-../shared/data}" && \
	SEGMENTS_REAL_DATA="$$(cd "$$folder" && pwd)" && export SEGMENTS_REAL_DATA && \
	bin="$$PWD/$(BIN)" && \
	cd examples/online_retail && \
	mkdir -p warehouse && \
	"$$bin/dbt" deps --profiles-dir . && \
	"$$bin/dbt" build --profiles-dir .

.PHONY: benchmark
benchmark: $(STAMP) ## measure the package against a notebook
	$(BIN)/python benchmarks/run.py $(ARGS)

.PHONY: clean
clean: ## remove the traces of builds and checkers; keep .venv and warehouses
	for project in . $(INTEGRATION) examples/online_retail; do \
	    for folder in target logs dbt_packages; do \
	        rm -rf "$$project/$$folder"; \
	    done; \
	done
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis
