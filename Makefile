# The verbs of the project. `make demo` and `make test` need nothing but Python 3.11, pip and make.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/pytest -q
# Neighbours go to one worker, so that what a module shares is mostly made once; who is done takes over from the other.
BOTH_CORES := -n 2 --dist worksteal
SERVICES := ingest classify store notify

.PHONY: setup demo run up down smoke kafka test test-cluster check fmt lock bench fuzz scorecard calibrate clean

setup: .venv/ready

.venv/ready: deploy/requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: setup  ## the main job, embedded: articles in, records kept, alerts out; FILES="a.txt b.json" adds your own
	$(BIN)/communique demo $(FILES)

run: setup  ## the embedded platform until Ctrl-C; DATA=folder PORT=8000
	$(BIN)/communique run --data $(or $(DATA),data) --port $(or $(PORT),8000)

up:  ## the cluster: Kafka, PostgreSQL, four services, Jaeger, the edge
	docker compose up -d --build

down:
	docker compose down

smoke: setup  ## bring the cluster up, use it, break it, take it down
	COMMUNIQUE_REQUIRE_COMPOSE=1 $(PYTEST) -m compose tests/deploy --timeout 3000

kafka:  ## a real single-node broker on loopback until Ctrl-C
	deploy/kafka/run

test: setup  ## everything that needs no broker, no PostgreSQL and no Docker
	$(PYTEST) $(BOTH_CORES) -m "not kafka and not postgres and not cluster and not compose"

test-cluster: setup  ## what needs a real Kafka and a real PostgreSQL; fails where they cannot start
	COMMUNIQUE_REQUIRE_CLUSTER=1 $(PYTEST) $(BOTH_CORES) -m "postgres or kafka or cluster"

check: setup  ## lint, types, import rules, schemas
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas.generate --check
	$(BIN)/python -m services.openapi --check

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup  ## pin what pyproject.toml asks for: one file an image, one for development
	for service in $(SERVICES); do \
	  $(LOCK) --extra $$service --output-file deploy/requirements/$$service.txt pyproject.toml || exit 1; done
	$(LOCK) $(foreach extra,$(SERVICES) demo test,--extra $(extra)) --output-file deploy/requirements/dev.txt pyproject.toml

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

bench: setup  ## what the platform does a second, beside a floor; queries at 1,000,000 records; SCALE="--postgres 100000" for fewer
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.scale $(SCALE)

fuzz: setup  ## read broken gold articles for ten minutes: no crash, true quotes, the same every time; SECONDS=600
	nice $(BIN)/python -m tests.fuzz $(or $(SECONDS),600)

scorecard: setup  ## read the gold articles and write how well into README.md
	$(BIN)/communique evaluate --update README.md

calibrate: setup  ## fit how sure the reader says it is to how often it is right on the gold articles
	$(BIN)/python -m services.classify.evaluation.fitting

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
