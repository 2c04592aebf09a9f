# Two commands matter: `make run` reads a newspaper, `make test` proves that it works. `make help` lists the rest.

PORT ?= 8000
HOST ?= 127.0.0.1
UV = $(shell command -v uv || echo var/uv/bin/uv)
RUN = .venv/bin/python manage.py

.PHONY: help run dev test lint tasks check-site bench bench-pictures lock seed messages

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*##/  make \1\t/p' Makefile

run: .venv/.runs  ## make everything ready and serve the newspaper on http://127.0.0.1:8000 (PORT=… changes it)
	@$(RUN) serve --host $(HOST) --port $(PORT)

dev: .venv/.runs  ## the same with reload and debug pages
	@DEBUG=1 $(RUN) serve --prepare-only
	@trap 'kill 0' EXIT; DEBUG=1 $(RUN) db_worker & DEBUG=1 $(RUN) runserver $(HOST):$(PORT)

test: .venv/.tests  ## run the whole suite, on SQLite or on DATABASE_URL and REDIS_URL
	@.venv/bin/pytest -q -n auto $(ARGS)

lint: .venv/.tests  ## check style, types, templates, the order of imports and missing migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djade --target-version 6.1 --check $$(git ls-files 'templates/*.html')
	$(RUN) makemigrations --check --dry-run
	@$(RUN) check --fail-level WARNING

tasks: .venv/.tests  ## do everyday tasks at the desk in Chromium, and count the actions each takes
	@.venv/bin/pytest -q -n 0 tests/browser/test_tasks.py

check-site: .venv/.tests var/check-site/.npm var/check-site/.python  ## have the readers' pages checked by other people's tools (needs chromium, java, node and npm)
	@.venv/bin/python -m checks $(ARGS)

bench: .venv/.runs  ## measure how pages slow down as the archive grows, on SQLite or on DATABASE_URL (hours to build, once)
	@.venv/bin/python -m bench $(ARGS)

bench-pictures: .venv/.runs  ## measure what the renditions of a photograph cost
	@.venv/bin/python -m bench.pictures $(ARGS)

lock:  ## choose the newest versions that pyproject.toml allows
	$(UV) pip compile -q --universal --generate-hashes --upgrade --no-emit-index-url --no-header --python-version 3.12 pyproject.toml -o requirements.txt
	$(UV) pip compile -q --universal --generate-hashes --upgrade --no-emit-index-url --no-header --python-version 3.12 pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(UV) pip compile -q --universal --upgrade --no-emit-index-url --no-header --python-version 3.12 checks/requirements.in -o checks/requirements.txt

seed: .venv/.runs  ## write fixtures/seed.json anew from fixtures/seed/
	.venv/bin/python -m fixtures

messages: .venv/.runs  ## collect the interface's texts for translation, and compile what is translated
	$(RUN) makemessages --locale fr --no-location --ignore '.venv/*' --ignore 'var/*'
	$(RUN) compilemessages --locale fr

.venv/.runs: requirements.txt | .venv/bin/python
	@$(UV) pip install -q --python .venv/bin/python -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.runs
	@$(UV) pip install -q --python .venv/bin/python -r requirements-dev.txt
	@touch $@

# No package's install script is run: they would fetch a browser and a Java, and the machine has both.
var/check-site/.npm: checks/package.json checks/package-lock.json
	@mkdir -p var/check-site && cp $^ var/check-site
	@cd var/check-site && npm ci --silent --ignore-scripts
	@touch $@

# Apart from .venv, so that what the extractors ask for can't change what the newspaper runs on.
var/check-site/.python: checks/requirements.txt | .venv/bin/python
	@$(UV) venv -q --clear --python .venv/bin/python var/check-site/venv
	@$(UV) pip install -q --python var/check-site/venv/bin/python -r checks/requirements.txt
	@touch $@

# uv takes a Python 3.12 or newer that is on the machine, wherever it hides, and fetches one only where there is none.
.venv/bin/python:
	@sh bin/uv.sh
	@python=$$(sh bin/python.sh); $(UV) venv -q --clear --python "$${python:-3.13}" .venv
