#!/bin/sh
# Gradescope runs this once, as root, to make the image. It installs what grading needs and builds the grader.
set -eu
cd "$(dirname "$0")/backprop"
grader/tools/install-packages grading
make grader
build/release/grader/cli/grader doctor
