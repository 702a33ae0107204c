# Everything one does with the project; `.ci/run` only calls these targets.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
PYTEST = $(BIN)/python -m pytest
LOCK = $(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11.7 --generate-hashes --extra scale
PO = articles/locale/zh_Hans/LC_MESSAGES/django
TEMPLATES = $(shell find templates articles -name '*.html')

# Where it is set, every process would compile what it imports anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo seed test browser prove bench check format messages lock editor clean

run: export PORT := $(PORT)
# Empty is off: Python keeps what it compiled, so that the next start is quick.
run: export PYTHONDONTWRITEBYTECODE :=
run: .venv/.runtime .env ## From nothing to a served site; Ctrl-C stops it
	@$(MANAGE) serve --prepare

demo: .venv/.runtime .env ## Fill the site with generated articles
	@$(MANAGE) prepare
	$(MANAGE) make_demo

seed: .venv/.runtime .env ## Make fixtures/seed.json anew
	$(MANAGE) make_seed

test: .venv/.dev ## The suite, on SQLite or what DATABASE_URL says
	$(PYTEST) -q -n 2 --dist loadgroup

browser: .venv/.dev .venv/node ## The tests that drive Chromium, and the Nu checker
	$(PYTEST) -q -n 2 --dist worksteal -m "browser and not prove"

prove: .venv/.dev .venv/node .venv/lighthouse ## Whole corpora, races, audits: long, for the hand
	$(PYTEST) -q -m prove -s

bench: .venv/.dev ## The benchmarks, as ratios to their references
	$(PYTEST) -q -m bench -s -p no:randomly

# A deployment's settings, on a database that is never touched.
check messages: export SECRET_KEY = a-key-as-long-as-a-real-one-that-signs-nothing-beyond-this-check
check messages: export DEBUG = 0
check messages: export SITE_URL = https://newsroom.example
check messages: export DATABASE_URL = sqlite://:memory:
check: .venv/.dev ## Lint, types, import contract, templates, migrations, deployment
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djhtml --check $(TEMPLATES)
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) lintmigrations --no-cache --include-apps articles --ignore-initial-migrations -q ignore ok
	$(BIN)/pybabel -q compile -l zh_Hans -i $(PO).po -o .venv/django.mo && cmp .venv/django.mo $(PO).mo
	$(MANAGE) check --deploy --fail-level WARNING

format: .venv/.dev ## Rewrite in place what check would complain about
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/djhtml $(TEMPLATES) || true
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

messages: .venv/.dev ## Compile the translations, and make the Traditional one anew
	$(BIN)/pybabel -q compile -l zh_Hans -i $(PO).po -o $(PO).mo
	$(BIN)/python articles/locale/traditional.py

lock: .venv/.dev ## Pin what pyproject.toml declares, all sets together
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt pyproject.toml -o requirements.txt

editor: ## Bundle the editor's libraries anew, from tools/editor
	npm ci --silent --prefix tools/editor
	node tools/editor/build.mjs

clean: ## Forget the environment and every cache; keeps .env and the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 4) and "Newsroom needs Python 3.11.4 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt | .venv/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch .venv/.runtime $@

# The Nu checker is a Java archive that npm carries; without npm its tests skip.
.venv/node: Makefile | .venv/bin/pip
	npm install --silent --no-audit --no-fund --prefix $@ vnu-jar@26.9.27 || echo "No npm: the tests that need the Nu checker skip."
	@mkdir -p $@ && touch $@

# Large, and only looked through by hand: no other target waits for it.
.venv/lighthouse: Makefile | .venv/bin/pip
	npm install --silent --no-audit --no-fund --prefix $@ lighthouse@12.8.2 || echo "No npm: the tests that need Lighthouse skip."
	@mkdir -p $@ && touch $@

.env:
	@umask 077; $(PYTHON) -c 'import secrets; print("DEBUG=1"); print("SECRET_KEY=" + secrets.token_urlsafe(50)); print("DEMO_PASSWORD=" + secrets.token_urlsafe(9))' > $@
