/// Links objects into a worker, the program that contains the student's code.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/box_directory.hpp"
#include "grader/submission/build_limits.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/toolkit.hpp"

namespace grader {

/// An executable in a directory of its own. The destructor removes both.
struct Worker {
  BoxDirectory box;
  std::string name;  ///< In box.work().

  std::filesystem::path executable() const { return box.work() / name; }
};

/// An op to link into the worker, and the student's file that defines it.
struct OpFile {
  std::string op;    ///< "affine"
  std::string file;  ///< "affine.cpp"
  /// {"affine_forward", "affine_backward"}, as named in namespace backprop.
  std::vector<std::string> functions;
};

/// A worker, or the failures: at least one, and one for each file at fault.
using Linked = std::variant<Worker, std::vector<BuildFailure>>;

namespace toolchain {

/// Links objects, ops and the worker's main program in the sandbox. With a cache, the same worker is linked
/// once; failures are not kept. Several threads may call it at once. Throws only when the grader itself
/// cannot go on, for example when it cannot make a temporary file.
Linked link(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
            const std::vector<OpFile>& ops, const BuildLimits& limits, const ObjectCache* cache = nullptr);

}  // namespace toolchain

/// Returns the g++ command that link() runs in a box that contains the objects.
Program linker_call(const Toolkit& toolkit, const BoxDirectory& box, const std::vector<Object>& objects,
                    const std::vector<OpFile>& ops);

/// Returns how to run the worker in the sandbox. The program sees the worker alone, read-only. Its
/// environment has OPENBLAS_NUM_THREADS=1 and the settings that some machines need for OpenBLAS to compute
/// correctly. `worker` must outlive the program.
Program worker_program(const Worker& worker);

}  // namespace grader
