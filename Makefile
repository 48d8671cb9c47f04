# `make` alone lists the commands.
PYTHON ?= python3
# With PYTHON=python3.12 the environment is .venv-3.12, so that several versions can be used side by side.
VENV   := .venv
ifneq ($(origin PYTHON),file)
VENV   := .venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
ifeq ($(VENV),.venv-)
$(error $(PYTHON) does not run; choose another: make PYTHON=python3.13 ...)
endif
endif
BIN    := $(VENV)/bin
RUN    := $(BIN)/python

# Byte code is kept: every kiosk that a test starts would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo run test test-all test-fast check bench chaos mutation pictures customers hostile reference metrics docs release migration lock format clean

help:
	@echo "make demo    try the kiosk in a browser, without a token or a panel"
	@echo "make run     run the kiosk with the settings in .env"
	@echo "make test    run the tests, but of slow ones always the same part"
	@echo "make test-all   run every test, which takes long, and write down what each takes"
	@echo "make test-fast   the quick ones: unit, stories, and the contracts without PostgreSQL"
	@echo "make check   run ruff, mypy --strict, import-linter and bandit"
	@echo "make format   format the code, and mend what ruff can mend"
	@echo "make bench   measure performance"
	@echo "make chaos   test the kiosk under faults"
	@echo "make mutation   change the code in small ways: what do the tests notice? (takes hours)"
	@echo "make pictures   retake the pictures of the documents (needs Chromium)"
	@echo "make docs    build the site of documents into site/"
	@echo "make reference   write docs/reference anew from the code"
	@echo "make customers   write docs/customers.md anew from the answers of /help"
	@echo "make hostile   write docs/hostile-payments.md anew from the tests"
	@echo "make metrics   write docs/metrics.md anew from the code"
	@echo "make release version=1.2.3   show what a release would change; with go=yes make its commit and tag"
	@echo "make migration name=\"what changes\"   generate a database revision from the declared tables"
	@echo "make lock    regenerate requirements*.txt from pyproject.toml"
	@echo "make clean   delete what make and the checkers have made, .venv too"

demo: $(VENV)/.demo
	@exec $(RUN) bot.py demo

run: $(VENV)/.run
	@exec $(RUN) bot.py run

TESTS := tests
# Of slow tests always the same part, see tests/sampling.py.
test: $(VENV)/.dev
	$(RUN) -m pytest --sample $(TESTS)

test-all: $(VENV)/.dev
	$(RUN) -m pytest --note-seconds $(TESTS)

# For the inner loop: nothing that starts processes, and one database instead of two.
test-fast: $(VENV)/.dev
	$(RUN) -m pytest --sample tests/unit tests/contracts tests/stories -m "not slow" -k "not postgresql"

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r . -c pyproject.toml

# The browser tests take the pictures; tests without a picture run as usual.
pictures: $(VENV)/.dev
	$(RUN) -m pytest tests/browser --pictures docs/pictures

customers: $(VENV)/.dev
	$(RUN) -m tests.shape.customers_page > docs/customers.md

hostile: $(VENV)/.dev
	$(RUN) -m tests.shape.hostile_page > docs/hostile-payments.md

reference: $(VENV)/.dev
	$(RUN) -m project.reference

docs: $(VENV)/.docs
	PYTHONPATH=. NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "The site is in site/: open site/index.html"

release: $(VENV)/.made
	$(RUN) -m project.release "$(version)" $(if $(filter yes,$(go)),--go)

metrics: $(VENV)/.dev
	$(RUN) -m tests.shape.metrics_page > docs/metrics.md

bench: $(VENV)/.dev
	$(RUN) -m bench

chaos: $(VENV)/.dev
	$(RUN) -m chaos

mutation: $(VENV)/.mutation
	$(RUN) -m chaos.mutation

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migration: $(VENV)/.dev
	$(RUN) -m storage.migrations "$(name)"

# uv resolves for all Python versions at once; the files do not record the package index.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --quiet --upgrade
# The developers' lock comes first and constrains the others, so the tested versions are the ones that run.
lock: $(VENV)/.dev
	$(LOCK) --group dev --output-file requirements-dev.txt
	$(LOCK) --constraints requirements-dev.txt --output-file requirements.txt
	$(LOCK) --constraints requirements-dev.txt --group demo --output-file requirements-demo.txt
	$(subst pyproject.toml,--group pyproject.toml:docs,$(LOCK)) --constraints requirements-dev.txt \
	  --output-file requirements-docs.txt
	$(subst pyproject.toml,--group pyproject.toml:mutation,$(LOCK)) --constraints requirements-dev.txt \
	  --output-file requirements-mutation.txt
	$(LOCK) --constraints requirements-dev.txt --group image --output-file requirements-image.txt
	$(subst pyproject.toml,,$(LOCK)) --constraints requirements-dev.txt --group sbom --output-file requirements-sbom.txt

clean:
	rm -rf site .venv .venv-3.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# One stamp per set of packages; a set is installed again only when its list changes.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Kiosk needs Python 3.11 or newer; choose one: make PYTHON=python3.13 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "This Python has no venv module; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@echo "Setting up $(VENV) (once) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.demo: requirements-demo.txt | $(VENV)/.made
	@echo "Setting up $(VENV) (once) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-demo.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.run
	@echo "Adding the developers' packages (once) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.mutation: requirements-mutation.txt | $(VENV)/.dev
	@echo "Adding the packages of make mutation (once) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutation.txt
	@touch $@

$(VENV)/.docs: requirements-docs.txt | $(VENV)/.made
	@echo "Adding the packages of the documents' site (once) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@
