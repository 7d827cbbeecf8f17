#!/bin/sh
# anew_test.sh CCACHE COMPILER: a precompiled header is made of what its headers say now, whatever the cache holds.
set -eu
anew=$(cd "$(dirname "$0")" && pwd)/anew.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CCACHE_DIR="$folder/cache" CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_INODECACHE=1
unset CCACHE_DISABLE
echo '#include "header.hpp"' > all.hxx
: > all.hxx.cxx

precompile() {
  sh "$anew" "$ccache" "$compiler" -fpch-preprocess -MD -MF all.d -x c++-header -include "$folder/all.hxx" -o all.hxx.gch -c "$folder/all.hxx.cxx"
}

# Compiles with the function $1 in the header, and expects to find it.
compile() {
  echo "int $1();" > header.hpp
  touch -d "2026-01-01 00:00:$2" header.hpp
  precompile
  grep -aq "$1" all.hxx.gch || { echo "The header has another function than $1." >&2; exit 1; }
}
ccache=$1
compiler=$2
compile first_state 01
compile second_state 02
rm all.hxx.gch  # as in a new build folder
compile first_state 01
compile third_state 03

# A header that is precompiled is not read again: it is known by its bytes, those of comments and spaces included.
cat > once.hpp <<'END'
#pragma once
// A comment.
struct Once {};
END
echo '#include "once.hpp"' > all.hxx
compile_once() {
  precompile
  echo '#include "once.hpp"' > user.cpp
  "$compiler" -include "$folder/all.hxx" -fsyntax-only user.cpp
}
compile_once
sed -i 's/A comment/Another comment/' once.hpp
compile_once
sed -i 's/struct Once/struct  Once/' once.hpp
compile_once

# The command's end is its own.
if sh "$anew" sh -c 'exit 7'; then exit 1; else [ $? -eq 7 ]; fi
