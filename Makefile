# Every target hands over to tools/setup.py, which makes what it needs first. Start with: make run
#   PORT=8000  PACK=hue  REPORTS=1800  DB=sqlite  for run      ARGS="-k name"  for test      ONLY=id  for bench  SEEDS=1-200  for simulate

.PHONY: help setup run test check bench simulate plans docs clean python

help:            ## Say what can be made
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' $(MAKEFILE_LIST)

setup: python    ## Make .venv and install everything, for development
	@python3 tools/setup.py setup

run: python      ## Run a demonstration province and print its addresses
	@PORT="$(PORT)" PACK="$(PACK)" REPORTS="$(REPORTS)" DB="$(DB)" python3 tools/setup.py run

test: python     ## Run every test, on SQLite and on PostgreSQL
	@ARGS="$(ARGS)" python3 tools/setup.py test

check: python    ## Format, lint, types of Python and JavaScript, imports, guards, reference, packs
	@python3 tools/setup.py check

bench: python    ## Measure, and write build/bench.json
	@ONLY="$(ONLY)" STRICT="$(STRICT)" python3 tools/setup.py bench

simulate: python ## Play two hundred years of an invented province, everything that must hold watched
	@SEEDS="$(SEEDS)" python3 tools/setup.py simulate

plans: python    ## Write docs/reference/plans.md: how SQLite and PostgreSQL answer each hot query
	@STATE="$(STATE)" python3 tools/setup.py plans

docs: setup      ## Write docs/reference anew from the code
	@.venv/bin/cuudinh docs

clean:           ## Remove what was made, except the state of an installation in var
	@rm -rf .venv node_modules build var/stamps var/static var/static-src
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@command -v python3 >/dev/null || { echo "✗ Python is missing. Install it: apt-get install python3-venv, or on a Mac brew install python"; exit 1; }
