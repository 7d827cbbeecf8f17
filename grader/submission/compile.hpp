/// Compiles a student's file into an object.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/box_directory.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/object_cache.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

/// A compiled file. It is untrusted: only a program in the sandbox may read it.
struct Object {
  std::string source_name;  ///< "affine.cpp".
  std::string bytes;
  std::vector<std::string> warnings = {};  ///< For the student; see describe_warnings.
};

using Compiled = std::variant<Object, BuildFailure>;

namespace toolchain {

/// Compiles one file in the sandbox, in a directory of its own. When a cache is given, a stored result is
/// used, and a new result is stored. Several threads may call it at once. Throws only when the grader itself
/// cannot go on, for example when it cannot make a temporary file.
Compiled compile(const Toolkit& toolkit, Isolation isolation, const SourceFile& source,
                 const BuildLimits& limits, const ObjectCache* cache = nullptr);

}  // namespace toolchain

/// Returns the g++ command that compile() runs in a box that contains the file. g++ stops after `errors`
/// errors.
Program compiler_call(const Toolkit& toolkit, const BoxDirectory& box, const std::string& source_name,
                      unsigned errors);

}  // namespace grader
