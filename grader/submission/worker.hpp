/// The program that contains the student's code.
#pragma once
#include <filesystem>
#include <string>

#include "grader/sandbox/program.hpp"
#include "grader/submission/box_directory.hpp"

namespace grader {

/// An executable in a directory of its own. The destructor removes both.
struct Worker {
  BoxDirectory box;
  std::string name;  ///< In box.work().

  std::filesystem::path executable() const { return box.work() / name; }
};

/// Returns how to run the worker in the sandbox. The program sees the worker alone, read-only. Its
/// environment has OPENBLAS_NUM_THREADS=1 and the settings that some machines need for OpenBLAS to compute
/// correctly. `worker` must outlive the program.
Program worker_program(const Worker& worker);

}  // namespace grader
