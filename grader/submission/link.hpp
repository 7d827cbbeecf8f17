/// Links objects into a worker.
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

/// An op to link into the worker, and the student's file that defines it.
struct OpFile {
  std::string op;    ///< "affine"
  std::string file;  ///< "affine.cpp"
  std::vector<std::string>
      functions;  ///< {"affine_forward", "affine_backward"}, as named in namespace backprop.
};

/// A worker, or the failures: at least one, and one for each file at fault.
using Linked = std::variant<Worker, std::vector<BuildFailure>>;

namespace toolchain {

/// Links objects, ops and the worker's main program in the sandbox. Several threads may call it at once.
/// Throws only when the grader itself cannot go on, for example when it cannot make a temporary file.
Linked link(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
            const std::vector<OpFile>& ops, const BuildLimits& limits);

}  // namespace toolchain

/// Returns the g++ command that link() runs in a box that contains the objects.
Program linker_call(const Toolkit& toolkit, const BoxDirectory& box, const std::vector<Object>& objects,
                    const std::vector<OpFile>& ops);

}  // namespace grader
