/// From objects to a worker.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/toolkit.hpp"
#include "grader/submission/worker.hpp"

namespace grader {

/// An op that the worker is to have, and what it needs of the student.
struct OpFile {
  std::string op;    ///< "affine"
  std::string file;  ///< "affine.cpp"
  std::vector<std::string>
      functions;  ///< {"affine_forward", "affine_backward"}, as named in namespace backprop.
};

/// A worker, or why there is none: at least one failure, and one for each file that is at fault.
using Linked = std::variant<Worker, std::vector<BuildFailure>>;

namespace toolchain {

/// Links objects, ops and the worker's main program in the sandbox. Safe to call from several threads at
/// once. Throws only when the grader itself cannot go on: no room for temporary files.
Linked link(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
            const std::vector<OpFile>& ops, const BuildLimits& limits);

}  // namespace toolchain

}  // namespace grader
