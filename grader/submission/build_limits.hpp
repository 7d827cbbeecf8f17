/// The limits of a build, and the ways in which it can fail.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/status.hpp"
#include "grader/sandbox/program.hpp"

namespace grader {

/// Compiling a correct solution takes about a second and linking it a tenth of a second. The rest is for slow
/// machines.
struct BuildLimits {
  Limits compile = {.wall_seconds = 60, .cpu_seconds = 30, .file_bytes = 32ULL << 20};
  Limits link = {.wall_seconds = 30, .cpu_seconds = 15, .file_bytes = 64ULL << 20};
  unsigned errors = 5;  ///< The compiler stops after this many.
};

/// A call of a function that no object of a worker defines.
struct UndefinedCall {
  std::string function;  ///< "affine_backward", as named in namespace backprop.
  std::string readable;  ///< "affine_backward(const Matrix&, const AffineCache&)", with namespace backprop.
};

/// Why a file did not compile, or why objects did not link.
struct BuildFailure {
  Status status = Status::grader_error;  ///< Or compile_error, timeout, memory_limit, output_limit, skipped.
  std::string message;                   ///< Cleaned text; the first line makes sense alone.
  std::string file;                      ///< The file at fault, "affine.cpp"; empty when unknown.
  /// When the message is about a call of a function that is defined nowhere: all such calls in that file, as
  /// far as the functions are of namespace backprop.
  std::vector<UndefinedCall> undefined = {};
};

}  // namespace grader
