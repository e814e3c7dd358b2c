# The commands of the house. `make run` and `make test` work from a fresh clone.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE ?= 1

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
LANGUAGES := $(patsubst locale/%/LC_MESSAGES/messages.mo,%,$(CATALOGUES))
SOLVER := games/preferans/solver
FUZZ ?= 1000000
SANITIZED := LD_PRELOAD="$$(cc -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
SOURCES := wsgi views sockets jobs club store green games tests bench gunicorn.conf.py

.PHONY: setup run test test-computed test-served check check-c fix lock browser soak-rules mutants soak-players chaos fuzz questions bench bench-quick bench-scaling words

setup: .venv/.setup $(CATALOGUES) $(SOLVER)/.built

.venv/.setup: requirements/runtime.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Trelyazh needs Python 3.11 or later; set PYTHON=")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt -r requirements/dev.txt
	touch $@

%.mo: %.po .venv/.setup
	$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

# On a machine without a C compiler one comes in a wheel.
$(SOLVER)/.built: $(wildcard $(SOLVER)/c/*) $(SOLVER)/build.py .venv/.setup
	@command -v cc gcc clang >/dev/null || $(BIN)/pip install --quiet --require-hashes -r requirements/compiler.txt
	$(BIN)/python $(SOLVER)/build.py
	touch $@

run: setup
	exec $(BIN)/python -m wsgi.run

# What waits for servers and browsers runs beside what computes; each part keeps its own output together.
SERVED := tests/sockets tests/wsgi tests/green tests/chaos tests/deploy tests/bench

test: setup browser .venv/.bench
	$(MAKE) --output-sync=target --jobs=2 --keep-going test-computed test-served

test-computed:
	$(BIN)/python -m pytest tests $(SERVED:%=--ignore=%)

test-served:
	$(BIN)/python -m pytest $(SERVED); status=$$?; \
	  $(BIN)/python -m pytest --confcutdir=tests/browser tests/browser && exit $$status

check: setup
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet tests/test_catalogues.py

# The tests of the solver and a million inputs of any kind, under AddressSanitizer and UBSan (several minutes).
check-c: setup
	$(BIN)/python $(SOLVER)/build.py --sanitize
	status=0; for what in "pytest -p no:cacheprovider tests/games/preferans/solver" "tests.games.preferans.solver.fuzzing $(FUZZ)"; do \
	  $(SANITIZED) $(BIN)/python -m $$what || status=1; done; $(BIN)/python $(SOLVER)/build.py; exit $$status

fix: setup
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# The browser and the proxy of the tests: on Debian as root they are installed here, elsewhere asked for.
browser:
	@deploy/install-test-tools

lock:
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	for name in runtime dev bench compiler mutants; do .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt; done
	rm -rf .venv-lock

soak-rules: setup
	$(BIN)/python -m tests.games.soak

# The peers of the bench come into the same environment.
.venv/.bench: requirements/bench.txt .venv/.setup
	$(BIN)/pip install --quiet --require-hashes -r requirements/bench.txt
	touch $@

# The numbers of docs/performance.md, about a quarter of an hour; wants the machine for itself.
bench: setup .venv/.bench
	$(BIN)/python -m bench

# Only whether the bench works; also a test.
bench-quick: setup .venv/.bench
	$(BIN)/python -m bench --quick

# The figures of docs/scaling.md, two minutes.
bench-scaling: setup .venv/.bench
	$(BIN)/python -m bench.scaling

# 20 minutes of 2,000 players: memory, greenlets, descriptors, connections and p99 must not drift.
soak-players: setup
	$(BIN)/python -m bench.soak

# Breaks the rules in every small way and asks the tests; goes on where it was stopped (remove mutants/ to begin anew).
mutants: setup
	$(BIN)/pip install --quiet --require-hashes -r requirements/mutants.txt
	$(BIN)/python -m mutmut run --max-children 1
	$(BIN)/python -m mutmut results

# New words of pages and scripts go into the catalogues; then translate them in locale/*/LC_MESSAGES/messages.po.
words: setup
	$(BIN)/pybabel --quiet extract --mapping=babel.cfg --project=Trelyazh --add-location=file --sort-output --width=100 --output-file=locale/messages.pot .
	for name in $(LANGUAGES); do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --width=100 \
	  --input-file=locale/messages.pot --output-dir=locale --locale=$$name; done
	rm locale/messages.pot

# 2,000 questions to the API, made from its description; a short form is one of the tests.
questions: setup
	QUESTIONS=$${QUESTIONS:-2000} $(BIN)/python -m pytest -s --timeout=600 tests/views/test_api_questions.py

# What no honest client sends, 200,000 times (FUZZ_COUNT), while people play. Its short form is a test.
fuzz: setup
	$(BIN)/python -m tests.green.fuzz

# Real players while everything breaks; CHAOS_SECONDS makes it shorter or longer. A short form is one of the tests.
chaos: setup
	$(BIN)/python -m tests.chaos
