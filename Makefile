# Two commands do all: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := fixtures/demo
CODE := src tests training tables benchmarks

.PHONY: demo test setup format train speed engine accuracy clean

demo: $(VENV)/.installed  ## set up and run the main job on the bundled pages
	@$(BIN)/newsparse show $(DEMO)/harbour.txt
	@echo
	@echo "The same page as a record (newsparse parse $(DEMO)/harbour.txt):"
	@$(BIN)/newsparse parse $(DEMO)/harbour.txt | $(BIN)/python -m json.tool --no-ensure-ascii

test: $(VENV)/.dev  ## set up and run every check that CI runs
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope

format: $(VENV)/.dev  ## format and mend what can be mended
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

train: $(VENV)/.dev  ## make train CORPUS=../shared/corpus: cross-validate; write weights and model card
	$(PIP) install --quiet --editable '.[training]'
	$(BIN)/python -m training.train_html $(CORPUS)
	$(BIN)/python -m training.train $(CORPUS)
	$(BIN)/python -m benchmarks.model_card $(CORPUS) out/folds

accuracy: $(VENV)/.dev  ## make accuracy CORPUS=…: cross-validated figures of the models in out/folds
	$(PIP) install --quiet --editable '.[training]'
	test -f out/folds/html.0.npz || $(BIN)/python -m training.train_html $(CORPUS) --folds 0 1 2 3 4
	test -f out/folds/weights.0.npz || $(BIN)/python -m training.train $(CORPUS) --folds 0 1 2 3 4
	$(BIN)/python -m benchmarks.accuracy $(CORPUS) out/folds --inputs block inscriptis bs4 html
	$(BIN)/python -m benchmarks.calibration $(CORPUS) out/folds

speed: $(VENV)/.dev  ## make speed CORPUS=…: pages/s beside trafilatura
	$(PIP) install --quiet --editable '.[benchmark]'
	$(BIN)/python -m benchmarks.speed $(CORPUS)

engine: $(VENV)/.dev  ## make engine CORPUS=…: overhead, scaling, memory of runs; 60 kills
	$(BIN)/python -m benchmarks.engine $(CORPUS) --memory
	$(BIN)/python -m benchmarks.engine $(CORPUS) --rounds 0 --memory 2000 20000 200000 --cut 200
	$(BIN)/python -m benchmarks.kills

clean:
	rm -rf $(VENV) out build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --upgrade 'pip>=23.3'  # before, lxml[html_clean] was not lxml[html-clean]
	$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed
