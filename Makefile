# What people type. `make help` lists it.

PRESET ?= release
SUBMISSION ?= assignments/a1-gates/sample-submission
ASSIGNMENT ?= a1-gates
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)

BUILD := build/$(PRESET)
GRADER := $(BUILD)/grader/cli/grader
# A report for one assignment; for all of them a folder of reports.
REPORTS := build/reports/$(shell basename "$$(realpath -ms "$(SUBMISSION)")")
REPORT := $(if $(filter all,$(ASSIGNMENT)),$(REPORTS),$(REPORTS)/$(basename $(notdir $(ASSIGNMENT))).json)
PAGE := $(if $(filter all,$(ASSIGNMENT)),$(REPORTS),$(REPORTS)/$(basename $(notdir $(ASSIGNMENT))).html)

.PHONY: all build grade grader install package try-systems test test-all test-kits bench bench-layers bench-batch accepted faults mistakes fuzz deps generated starter handouts drawings gradescope autolab format format-check clang-check portable-check clean \
	help

all: build

## make                 build everything
build: deps $(BUILD)/build.ninja
	@grader/tools/build $(BUILD) $(JOBS) $(or $(TARGET),all)

# build/installed is newer when packages have come: CMake looks for them again.
$(BUILD)/build.ninja: CMakePresets.json build/installed | deps
	@cmake --preset $(PRESET) >build/configure-$(PRESET).log 2>&1 || { cat build/configure-$(PRESET).log >&2; exit 1; }

## make grade           install what grading needs, build the grader, grade a sample submission, say where the report is
##   SUBMISSION=DIR       ... or the files in DIR
##   ASSIGNMENT=ID        ... of this assignment (a1-gates), or of all
##   PROBLEM=ID           ... of this problem only
##   SEED=N               ... with the inputs of this seed
##   HINT=2 CASE=1        ... with the idea behind a hint (3: an example), and with the inputs that fail
grade: TARGET = grader_program
grade: PACKAGES = grading
grade: build
	@mkdir -p "$(REPORTS)"
	@BACKPROP_MAKE_VARIABLES="PROBLEM SEED HINT CASE" $(GRADER) grade "$(SUBMISSION)" --assignment "$(ASSIGNMENT)" $(if $(PROBLEM),--problem $(PROBLEM)) \
		$(if $(SEED),--seed $(SEED)) $(if $(HINT),--hint $(HINT)) $(if $(CASE),--show-case) \
		--json "$(REPORT)" --html "$(PAGE)"

## make grader          install what grading needs, and build the grader only
grader: TARGET = grader_program
grader: PACKAGES = grading
grader: build

## make install         copy the grader and the course to PREFIX=/opt/backprop, which may be moved later; not below /usr, see README
PREFIX ?= /opt/backprop
install: TARGET = grader_program
install: PACKAGES = grading
install: build
	@cmake --install $(BUILD) --prefix "$(abspath $(PREFIX))" >build/install.log || { tail -n 5 build/install.log >&2; exit 1; }
	@echo "Installed: $(abspath $(PREFIX))/bin/grader"

## make package         an archive and a Debian package of the grader, and of the course, in build/PRESET/packages
package: TARGET = grader_program
package: PACKAGES = packaging
package: build
	@rm -rf $(BUILD)/packages
	@cd $(BUILD) && cpack >package.log 2>&1 || { tail -n 20 package.log >&2; exit 1; }
	@rm -rf $(BUILD)/packages/_CPack_Packages
	@ls -l $(BUILD)/packages

## make try-systems     build, install and use the grader in new roots of SYSTEMS="bookworm trixie"; needs root, takes an hour
##   TESTS=1              ... and run the tests there
SYSTEMS ?= bookworm trixie
try-systems: deps
	@grader/tools/try-systems $(if $(TESTS),--tests) $(SYSTEMS)

## make test            install what is missing, build, run all tests
test: build
	@ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

## make test-all        the tests, and once more under AddressSanitizer and UndefinedBehaviorSanitizer
test-all: export BACKPROP_HOSTILE = all
test-all: test
	@$(MAKE) --no-print-directory PRESET=asan-ubsan test

## make test-kits       make the kit of each assignment, build it as a student does, and try it; takes a while
##   KITS="ID ..."        ... of these assignments only
test-kits: TARGET = grader_program
test-kits: build
	@grader/kit/try-kits $(abspath $(GRADER)) $(KITS)

## make faults          grade while each write, open, fork, mount... fails in its turn, under both sandboxes; takes an hour
##   FAULTS=10            ... ten calls of each kind only
faults: TARGET = grader_faults_test
faults: build
	@BACKPROP_FAULTS=$(or $(FAULTS),all) $(BUILD)/grader/e2e/grader_faults_test --gtest_filter='Faults.*'

## make bench           how long things take: figures, not verdicts
bench: build
	@grader/bench/run $(BUILD)

## make bench-layers    the time of eleven layers and a language model; beside PyTorch's, where Debian's python3-torch is installed
bench-layers: TARGET = grader_layer_bench
bench-layers: build
	@grader/bench/layers $(BUILD)/grader/bench/grader_layer_bench

## make bench-batch     the same for a class of CLASS=200 submissions; OWN=30 % of their files are unique
CLASS ?= 200
OWN ?= 30
bench-batch: build
	@$(BUILD)/grader/bench/grader_batch_bench $(GRADER) $(CLASS) $(OWN)

## make accepted        grade right but unusual solutions under SEEDS=200 seeds: none may lose a point
SEEDS ?= 200
accepted: TARGET = grader_accepted_test
accepted: build
	@BACKPROP_ACCEPTED_SEEDS=$(SEEDS) $(BUILD)/grader/grading/grader_accepted_test --gtest_brief=1

## make mistakes        try every known mistake under SEEDS=20 seeds: each must be caught and called by its name
mistakes: TARGET = grader_program
mistakes: build
	@$(GRADER) mistakes --run --seeds $(if $(filter file,$(origin SEEDS)),20,$(SEEDS))

## make fuzz            search for inputs that break the grader (needs clang++)
##   FUZZ_SECONDS=N       ... for so long with each target (300)
fuzz: deps
	@grader/fuzz/run $(or $(FUZZ_SECONDS),300)

## make generated       write what is made from other files: starters from solutions, reports from mistakes
generated starter: TARGET = grader_program
generated starter: build
	@$(GRADER) starter
	@$(GRADER) mistakes --reports grader/mistakes/golden

## make handouts        the handouts as pages, with formulas set: build/release/handouts/a1-gates.html and others
handouts: TARGET = grader_handouts
handouts: build
	@ls $(BUILD)/handouts/*.html

## make drawings        draw the circuits of the handouts anew, after a change in grader/circuits
drawings: TARGET = drawings
drawings: build
	@$(BUILD)/grader/circuits/drawings assignments

## make gradescope      build/gradescope/ASSIGNMENT.zip: an autograder for Gradescope
## make autolab         build/autolab/ASSIGNMENT: the same for Autolab
gradescope autolab:
	@grader/integrations/$@/build $(ASSIGNMENT)

## make deps            install the Debian packages of grader/tools/packages.txt that are missing
deps:
	@mkdir -p build
	@[ -e build/installed ] || touch build/installed
	@grader/tools/install-packages $(PACKAGES)

build/installed: deps ;

# Generated, or laid out as students do.
AS_WRITTEN := ^(starter/a|assignments/|grader/e2e/hostile/)

## make format          lay out all C++ files (clang-format)
format:
	@git ls-files '*.cpp' '*.hpp' | grep -vE '$(AS_WRITTEN)' | xargs clang-format -i

## make format-check    fails where `make format` would change something, and for lines of more than 110 columns
format-check:
	@git ls-files '*.cpp' '*.hpp' | grep -vE '$(AS_WRITTEN)' | xargs clang-format --dry-run -Werror
	@! git ls-files '*.cpp' '*.hpp' | grep -vE '$(AS_WRITTEN)' | LC_ALL=C.UTF-8 xargs grep -nE '^.{111,}' || \
	  { echo "These lines have more than 110 columns." >&2; exit 1; }

## make clang-check     clang++ takes the vocabulary, the starters and the solutions as well
clang-check:
	@grader/tools/clang-check $(JOBS)

## make portable-check  nothing that only Linux has is compiled on another system
portable-check:
	@grader/tools/portable-check $(JOBS)

## make clean           delete build/
clean:
	@rm -rf build

## make help            this list
help:
	@sed -n 's/^## //p' Makefile
