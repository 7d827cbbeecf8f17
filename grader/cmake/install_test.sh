#!/bin/sh
# install_test.sh CMAKE PROJECT: what the build makes is installed although nothing of it was there when CMake configured.
set -eu
cmake=$1
project=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build=$folder/build
"$cmake" -S "$project" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBACKPROP_TESTS=OFF >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }

# In place of the build: one file of each kind.
make_file() {
  mkdir -p "$(dirname "$build/$1")"
  cp /bin/true "$build/$1"
}
licences=figures/node_modules
for file in grader/cli/grader grader/batch/grader_unpack toolkit/toolkit.json toolkit/include/backprop/tensor.hpp.gch \
  stand-ins/relu.o handouts/a1-gates.html handouts/kit/a1-gates.html figures/figures.js $licences/vega/LICENSE \
  $licences/vega-lite/LICENSE $licences/vega-embed/LICENSE similarity/compare.mjs similarity/node_modules/a/index.js; do
  make_file "$file"
done
"$cmake" --install "$build" --prefix "$folder/installed" >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }

shared=$folder/installed/share/backprop
for file in handouts/a1-gates.html handouts/kit/a1-gates.html figures/figures.js figures/licences/vega similarity/compare.mjs \
  similarity/node_modules/a/index.js README.md TEACHING.md; do
  [ -f "$shared/$file" ] || { echo "share/backprop/$file is not installed." >&2; exit 1; }
done
[ -f "$folder/installed/lib/backprop/toolkit/toolkit.json" ] || { echo "The toolkit is not installed." >&2; exit 1; }
for script in kit/add-program tools/build kit/template/grader/tools/prepare; do
  [ -x "$shared/grader/$script" ] || { echo "share/backprop/grader/$script is no program." >&2; exit 1; }
done
