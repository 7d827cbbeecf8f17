/// From a student's file to an object.
#pragma once
#include <string>
#include <variant>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/box_directory.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/object_cache.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

/// What the compiler made of a file. Untrusted: only a program in the sandbox may read it.
struct Object {
  std::string source_name;  ///< "affine.cpp".
  std::string bytes;
};

using Compiled = std::variant<Object, BuildFailure>;

namespace toolchain {

/// Compiles one file in the sandbox, in a directory of its own. A cache, if given, is asked first and told
/// afterwards. Safe to call from several threads at once. Throws only when the grader itself cannot go on: no
/// room for temporary files.
Compiled compile(const Toolkit& toolkit, Isolation isolation, const SourceFile& source,
                 const BuildLimits& limits, const ObjectCache* cache = nullptr);

}  // namespace toolchain

/// The call of g++ that compile() makes, for a box that holds the file. g++ stops after that many errors.
Program compiler_call(const Toolkit& toolkit, const BoxDirectory& box, const std::string& source_name,
                      unsigned errors);

}  // namespace grader
