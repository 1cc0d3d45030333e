# Bansou's commands. `make help` lists them. Nothing but Python, make and pip is taken for granted.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check audit bench bulk clean format lint types imports deploy templates units counted whole browser

PYTHON := .venv/bin/python
UV := .venv/bin/uv
MANAGE := $(PYTHON) manage.py
GATES := format lint types imports deploy templates units
CASES ?= 1000
TOPICS ?= 1000
PAGES ?= 20
# uv would otherwise follow a virtual environment that happens to be active in the person's shell.
unexport VIRTUAL_ENV
# Starting Python is most of what a short command does: with this set, by a container for one, every start would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
# Offices read traffic with certificates of their own: uv trusts what the machine trusts.
export UV_SYSTEM_CERTS ?= true

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/.ready ## the whole site on http://localhost:8000/ (PORT, BANSOU_VAR); Ctrl-C ends it
	@$(MANAGE) serve

# `whole` waits for its own site most of the time, and the gates before the units need one core.
test: .venv/.ready-dev ## every check, the browser's too
	@$(MAKE) --no-print-directory --jobs=2 whole $(GATES)
	@$(MAKE) --no-print-directory browser

check: .venv/.ready-dev ## the gates, and the quickest tests that need no browser and no running site; under a minute when warm
	@$(MAKE) --no-print-directory --jobs=2 $(GATES) UNITS='--reuse-db --budget 60 -m "$(UNIT_TESTS)"'

# From nothing in `make test`; `make check` takes the tests' database of last time where it still fits, and as many
# tests as two workers finish in well under a minute (tests/plugins/budget.py).
UNIT_TESTS := not browser and not whole and not audit
UNITS := --create-db -m "$(UNIT_TESTS)"

audit: counted ## what takes long: coverage of everything, every page by the Nu checker, some by Lighthouse (npm, Java)
	$(PYTHON) -m pytest -m audit
	@BANSOU_VAR=$${BANSOU_VAR:-var}/audit $(MANAGE) audit

bench: .venv/.ready-dev ## the anonymity check's recall and precision; requests a second and CPU a request
	@BANSOU_VAR=$${BANSOU_VAR:-var}/bench $(MANAGE) bench

bulk: .venv/.ready ## CASES=1000 TOPICS=1000 PAGES=20: many rows, found by the search, for measuring
	@$(MANAGE) load_bulk --cases $(CASES) --topics $(TOPICS) --pages $(PAGES) --index

clean: ## what the checks left behind (the environment and the data stay)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* htmlcov test-results var/tests
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

# -- the gates, each on its own ---------------------------------------------------------------------------------------
format: .venv/.ready-dev
	$(PYTHON) -m ruff format --check --quiet .

lint: .venv/.ready-dev
	$(PYTHON) -m ruff check --quiet .

types: .venv/.ready-dev
	$(PYTHON) -m mypy .

imports: .venv/.ready-dev
	.venv/bin/lint-imports --no-logo

deploy: .venv/.ready
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') BANSOU_HOSTS=example.jp BANSOU_BASE_URL=https://example.jp \
	BANSOU_SELF_CHECK_KEYS=$$($(PYTHON) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
	BANSOU_PRIVATE_KEYS=$$($(PYTHON) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') BANSOU_SECOND_FACTOR_KEYS=$$($(PYTHON) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
	BANSOU_MAIL_URL=smtp://localhost:25 DATABASE_URL=postgres://localhost/none \
	$(MANAGE) check --deploy --fail-level WARNING --settings bansou.settings.production

templates: .venv/.ready-dev
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --check --target-version 6.1
	.venv/bin/djlint --lint --quiet templates

units: .venv/.ready-dev
	$(PYTHON) -m pytest -n 2 $(UNITS)

# Every line and branch; and of who may, what state, every write: all of it. Counting makes the tests last twice as long: `make audit`.
counted: .venv/.ready-dev
	$(PYTHON) -m pytest -n 2 -m "$(UNIT_TESTS)" --cov --cov-report=term:skip-covered
	$(PYTHON) -m coverage report --include='*/permissions.py,*/statuses.py,*/actions.py,*/*_actions.py,*/actions/*.py' --fail-under=100

# Starts sites that bring their own database; that of the tests is left to the units, which may run beside it.
whole: .venv/.ready-dev
	$(PYTHON) -m pytest -m whole -p no:tests.plugins.embedded_database

browser: .venv/.ready-dev
	$(PYTHON) -m bansou.operations.chromium
	$(PYTHON) -m pytest -n 2 -m "browser and not audit"

# -- the environment: made once, made again when the lock changes -----------------------------------------------------
.venv/bin/uv:
	@sh bansou/operations/make_environment.sh

.venv/.ready: .venv/bin/uv uv.lock pyproject.toml
	@$(UV) sync --quiet --locked --inexact --no-dev --python $(PYTHON)
	@touch $@

.venv/.ready-dev: .venv/bin/uv uv.lock pyproject.toml
	@$(UV) sync --quiet --locked --inexact --python $(PYTHON)
	@touch $@ .venv/.ready
