/// What a build may use, and how it can fail.
#pragma once
#include <cstddef>
#include <string>

#include "grader/report/status.hpp"
#include "grader/sandbox/limits.hpp"

namespace grader {

/// Compiling a right solution takes about a second, and linking a tenth: the rest is for slow machines.
struct BuildLimits {
  Limits compile = {.wall_seconds = 60, .cpu_seconds = 30, .file_bytes = 32ULL << 20};
  Limits link = {.wall_seconds = 30, .cpu_seconds = 15, .file_bytes = 64ULL << 20};
  unsigned errors = 5;  ///< After so many the compiler gives up.
};

/// Why a file did not become an object, or objects did not become a worker.
struct BuildFailure {
  Status status = Status::grader_error;  ///< Or compile_error, timeout, memory_limit, output_limit.
  std::string message;                   ///< Clean text; the first line stands by itself.
  std::string file;                      ///< Whose fault it is, "affine.cpp"; empty when that is not known.
};

}  // namespace grader
