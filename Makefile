# What there is to know:
#   make demo    publish the examples to a sandbox on this machine
#   make test    every test; those of the container skip where no Docker engine answers
#   make fuzz    the properties of hostile input on ever new examples (FUZZ_SECONDS=3600 for an hour)
#   make check   lint, types, locks, package
#   make image   webflow-publish:local
#   make bench   how fast it is, side by side with others (BENCH=A,B for some scenes only, BENCH_RUNS=5)
#   make lock    rewrite requirements/ from pyproject.toml (UPGRADE=--upgrade for newer versions)
# Each sets up what it needs in .venv, from hashed locks. PYTHON chooses the interpreter, 3.11 or later.

PYTHON ?= python3
IMAGE ?= webflow-publish:local
UPGRADE ?=
BENCH ?=
BENCH_RUNS ?= 5

bin := .venv/bin
locked := .venv/.locked
ready := .venv/.ready
bench := build/bench
bench_ready := $(bench)/.ready
bench_node := $(bench)/.node
bench_command_line := @webflow/webflow-cli@1.23.0
manifests := examples/webflow-publish.yml examples/with-errors.yml
examples := $(wildcard examples/workflows/*.yml)
workflows := $(wildcard .github/workflows/*.yml) $(examples)
yaml := action.yml .yamllint.yml .github examples src
compile := $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--annotation-style line $(UPGRADE)

.PHONY: demo test check image bench bench-page lock venv clean
.DELETE_ON_ERROR:

demo: $(ready)
	$(bin)/python examples/demo.py

test: $(ready)
	$(bin)/python -m pytest $(PYTEST)

check: $(ready)
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/yamllint --strict $(yaml)
	$(bin)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(bin)/check-jsonschema --builtin-schema vendor.github-workflows $(workflows)
	$(bin)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(bin)/check-jsonschema --schemafile src/webflow_publish/manifest/schema.json $(manifests)
	$(bin)/zizmor --offline --quiet --persona pedantic --config .github/zizmor.yml action.yml .github $(examples)
	$(bin)/hadolint Dockerfile
	$(bin)/pip check
	$(bin)/python -m build --no-isolation --outdir build/package .

image:
	docker build --tag $(IMAGE) .

bench: $(bench_ready) $(bench_node)
	$(bench)/venv/bin/python -m bench --scenes "$(BENCH)" --runs "$(BENCH_RUNS)"

bench-page: $(bench_ready)
	$(bench)/venv/bin/python -m bench.page

lock: $(ready)
	$(compile) --output-file requirements/runtime.txt pyproject.toml
	$(compile) --output-file requirements/build.txt --group build
	$(compile) --output-file requirements/development.txt --constraints requirements/runtime.txt \
		--constraints requirements/build.txt --extra cli --extra sandbox --group test --group check --group build pyproject.toml
	$(compile) --output-file requirements/bench.txt --constraints requirements/runtime.txt \
		--constraints requirements/build.txt --group bench --group build pyproject.toml

venv: $(ready)

clean:
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Nothing without a hash is ever fetched: the project itself is installed with the build backend of the lock.
$(locked): requirements/development.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv --clear .venv
	$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
		--requirement requirements/development.txt
	touch $@

$(ready): $(locked) pyproject.toml
	$(bin)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# In an environment of its own, so that what is measured beside this program stays out of the one that it is built in.
$(bench_ready): requirements/bench.txt
	$(PYTHON) -m venv --clear $(bench)/venv
	$(bench)/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--only-binary :all: --requirement requirements/bench.txt
	$(bench)/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Where this cannot be installed, its rows say so.
$(bench_node):
	mkdir -p $(bench)/node
	-command -v npm >/dev/null && npm install --prefix $(bench)/node --no-save --no-package-lock --no-audit --no-fund \
		--ignore-scripts --loglevel error $(bench_command_line) && touch $@

FUZZ_SECONDS ?= 60

.PHONY: fuzz

# Looks for what the properties of hostile input miss in `make test`, until the time is over. What fails is kept in
# .hypothesis, and tried first from then on.
fuzz: $(ready)
	FUZZ_SECONDS=$(FUZZ_SECONDS) $(bin)/python -m pytest $(PYTEST) tests/unit/hostile
