# Én Indgang. `make help` lists the commands.
.DEFAULT_GOAL := help
.PHONY: help run test check bench evaluate train setup lock clean

# The set-up needs any Python 3.8 or newer; a pyenv shim may be on the path and refuse.
PYTHON := $(shell for p in python3 /usr/bin/python3 /usr/local/bin/python3 python3.13 python3.12 python3.11 python3.10; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BOOTSTRAP := $(or $(PYTHON),$(error Python 3 is missing: install it (Debian and Ubuntu: apt-get install python3 python3-venv))) -m bot.cli.bootstrap
BIN := .venv/bin
CLI := $(BIN)/en-indgang

# Node.js from PyPI, where the machine has none.
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 2

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | \
		while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: ## install what is missing, train if needed, start everything
	@$(BOOTSTRAP)
	@INDGANG_STOP_WITH_PARENT=1 exec $(CLI) serve

test: ## install what is missing and run all tests
	@$(BOOTSTRAP) --browser
	@model=$$($(CLI) train --if-needed --print-path) && INDGANG_TEST_MODEL="$$model" $(BIN)/python -m pytest $(ARGS)

check: setup ## format, lint, types, dead code, dependency audit, data
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/python -m bot.cli.audit
	cd bot/web && npm run --silent check
	$(BIN)/python -m nlu.evaluation.validate_data --quiet
	@$(BIN)/python -W ignore -m bot.cli.validate

bench: setup ## measure turns, calls, load, start-up, memory and hearing, beside a stock Rasa
	@$(CLI) bench $(ARGS)

evaluate: setup ## measure the language understanding
	@$(CLI) evaluate $(ARGS)

train: setup ## train a model now
	@$(CLI) train

setup: ## install what is missing
	@$(BOOTSTRAP)

lock: ## resolve the packages of pyproject.toml anew into requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" .tools/uv/bin/uv pip compile pyproject.toml --group dev --universal \
		--python-version 3.10 --generate-hashes --quiet --upgrade --output-file requirements.lock

clean: ## remove models, databases, logs, caches and the built page; the installed tools stay
	rm -rf bot/models bot/web/dist .rasa .indgang .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bot nlu actions voice tests -name __pycache__ -type d -prune -exec rm -rf {} +
