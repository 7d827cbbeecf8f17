/// The program that student code has become.
#pragma once
#include <filesystem>
#include <string>

#include "grader/sandbox/program.hpp"
#include "grader/submission/box_directory.hpp"

namespace grader {

/// An executable, in a directory of its own; both are gone when this object is.
struct Worker {
  BoxDirectory box;
  std::string name;  ///< In box.work().

  std::filesystem::path executable() const { return box.work() / name; }
};

/// How to run it in the sandbox: the worker alone, read-only, and an environment of OPENBLAS_NUM_THREADS=1
/// with what some machines need for OpenBLAS to compute rightly. `worker` must live as long as the program
/// runs.
Program worker_program(const Worker& worker);

}  // namespace grader
