# What a person types. The work stands in scripts/ and in `cargo xtask`.

# Built things stay out of the tree, so that a fresh clone next to another shares them.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/motcua-target

.DEFAULT_GOAL := help
.PHONY: help setup run test bench fmt

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do printf 'make %-8s %s\n' "$$name" "$$what"; done

setup: ## install what building and testing need
	@scripts/setup.sh test

run: ## start the demo province on this machine
	@scripts/run.sh

test: ## everything CI checks
	@scripts/test.sh

bench: ## measure speed and limits side by side; options in ARGS
	@scripts/bench.sh $(ARGS)

fmt: ## give all code its one shape
	@cargo fmt --all
