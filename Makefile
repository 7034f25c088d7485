# The logic of the set-up is in scripts/setup.py; `make` alone lists the targets.

PYTHON ?= python3
# With uv, where it is there, the set-up is faster; `make UV=` does without
UV ?= uv
GROUP ?= 3
VARIANT ?= 7
STREAM ?= IU5

BIN := .venv/bin
SETUP := scripts/setup.py pyproject.toml constraints.txt
# PyTorch without CUDA, whose libraries are pinned nowhere
CPU_INDEX := https://download.pytorch.org/whl/cpu

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help report setup dev quick test golden docs layers screens bench bench-gpu bench-faults bench-verify bench-course bench-cluster fuzz lowest colab wine containers lint format lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 20

report: setup ## build the report (GROUP=3 VARIANT=7 STREAM=IU5; more in ARGS)
	$(BIN)/lab1report build --group $(GROUP) --variant $(VARIANT) --stream $(STREAM) $(ARGS)

setup: .venv/program.stamp ## prepare .venv and the system libraries for the program

dev: .venv/dev.stamp ## the same, with the tools of the tests

# One thread in each of the two processes: with two they wait for each other in every small product
quick: dev ## run in under a minute what a change is most likely to break (ARGS goes to pytest)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 -m "not slow and not real_data" \
		tests/unit tests/architecture tests/golden/test_golden.py $(ARGS)

test: dev ## run the tests (ARGS goes to pytest; LAB1REPORT_DATA names the real CIFAR-100)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 $(ARGS)

golden: dev ## write the golden report of tests/golden anew; read the difference
	LAB1REPORT_UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/golden/test_golden.py

docs: dev ## build the documentation into build/site
	$(BIN)/python scripts/document_commands.py
	$(BIN)/python scripts/document_results.py > docs/reference/results-keys.md
	$(BIN)/zensical build --strict --clean --config-file zensical.toml
	$(BIN)/zensical build --strict --clean --config-file zensical.ru.toml

screens: dev ## draw docs/pictures/web.png anew
	$(BIN)/lab1report build --group 3 --variant 7 --stream IU5 --year 2024 --data demo --format html --out build/screens
	$(BIN)/python scripts/draw_screens.py build/screens/lab1-demo.html

layers: ## draw docs/pictures/layers.svg anew
	$(PYTHON) scripts/draw_layers.py

bench: setup ## measure the speed beside its goals (ARGS: engine program rendering growth accuracy; ROUNDS=3)
	$(BIN)/python benchmarks/run.py $(if $(ROUNDS),--rounds $(ROUNDS)) $(ARGS)

# Not with .venv, whose PyTorch is for processors alone (docs/explanation/performance.md)
bench-gpu: ## hold a GPU to the processor in under five minutes (PYTHON: one whose PyTorch has CUDA)
	$(PYTHON) benchmarks/gpu.py $(ARGS)

bench-faults: dev ## kill builds, damage what they keep, fill their disks, and count (as root; COUNT=300)
	$(BIN)/python benchmarks/faults/kills.py --count $(or $(COUNT),300)
	$(BIN)/python benchmarks/faults/stores.py --count $(or $(COUNT),500)
	$(BIN)/python benchmarks/faults/side_by_side.py
	$(BIN)/python benchmarks/faults/disks.py
	$(BIN)/python benchmarks/faults/machines.py
	$(BIN)/python benchmarks/faults/courses.py

fuzz: dev ## try inputs at each door, as many as SECONDS=600 allow, and reports (DOORS="tex toml")
	for door in $(or $(DOORS),$(notdir $(wildcard tests/unit/doors/corpus/*))); do \
		$(BIN)/python -m tests.unit.doors.fuzz $$door --seconds $(or $(SECONDS),600) || exit 1; \
	done
	$(if $(DOORS),,LAB1REPORT_REPORTS=4096 LAB1REPORT_CHANGES=4 $(BIN)/python -m pytest -n 2 \
		tests/golden/test_generated.py tests/e2e/test_verify.py)

bench-course: dev ## the reports of a course beside single builds (LAB1REPORT_DATA; ARGS="--students 30 --memory 300")
	$(BIN)/python benchmarks/many_reports.py $(ARGS)

bench-cluster: dev ## a course on Dask's workers beside own processes, and what a job costs (LAB1REPORT_DATA)
	$(BIN)/python benchmarks/dask_reports.py $(ARGS)
	$(BIN)/python benchmarks/scheduler.py

bench-verify: dev ## count which honest and which changed reports are verified (LAB1REPORT_DATA)
	$(BIN)/python benchmarks/verify.py $(ARGS)

lowest: setup ## run tests with the oldest libraries that are supported, in .venv-lowest
	$(BIN)/python -m venv --clear .venv-lowest
	-.venv-lowest/bin/python -m pip install --quiet --no-deps --index-url $(CPU_INDEX) \
		$(shell grep '^torch==' constraints-lowest.txt)
	.venv-lowest/bin/python -m pip install --quiet --no-deps \
		--requirement constraints-lowest.txt --editable .
	OMP_NUM_THREADS=1 .venv-lowest/bin/python -m pytest -n 2 -o filterwarnings=default \
		-m "not slow and not real_data" tests/unit tests/golden/test_web.py tests/golden/test_prose.py

colab: dev ## run the notebook for Colab over libraries like Colab's (COLAB_PYTHON=python3.13), from the net
	$(or $(COLAB_PYTHON),$(PYTHON)) -m venv --clear .venv-colab
	.venv-colab/bin/python -m pip install --quiet --requirement colab/preloaded.txt
	LAB1REPORT_COLAB_PYTHON=.venv-colab/bin/python $(BIN)/python -m pytest tests/e2e/test_colab.py $(ARGS)

wine: dev ## load the libraries of Windows under Wine (packages wine and gcc-mingw-w64-x86-64)
	$(BIN)/python -m pip download --quiet --no-deps --only-binary=:all: --platform win_amd64 \
		--dest build/windows gstreamer-libs gstreamer-ext-runtime
	LAB1REPORT_WINDOWS_WHEELS=build/windows $(BIN)/python -m pytest -rs \
		tests/packaging/test_windows_libraries.py

containers: ## build the containers on a bare Debian and try them (as root; podman, debootstrap; ARGS)
	$(PYTHON) scripts/try_containers.py $(ARGS)

lint: dev ## check style, types, layers and workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/zizmor --offline --quiet .
	$(BIN)/hadolint Containerfile .devcontainer/Containerfile
	$(BIN)/shellcheck cluster/shard.sh cluster/slurm-array.sh

format: dev ## put the code into its standard form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## write requirements-dev.txt anew from constraints.txt (needs uv and PyPI)
	$(PYTHON) scripts/lock.py

clean: ## remove what make installed and the tools left, but no report
	rm -rf .venv .venv-lowest .venv-colab build dist .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/program.stamp: $(SETUP)
	UV=$(UV) $(PYTHON) scripts/setup.py

.venv/dev.stamp: $(SETUP)
	UV=$(UV) $(PYTHON) scripts/setup.py --dev
