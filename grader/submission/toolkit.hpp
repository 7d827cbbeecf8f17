/// The part of the course that submissions are built with, and the compiler's flags.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A directory that the grader's own build writes:
///
///     include/backprop/*.hpp           what student code includes
///     include/backprop/tensor.hpp.gch  the precompiled header, by the same compiler with the same flags
///     lib/*.a                          the worker's main program, the ops, the vocabulary; never sanitised
///     toolkit.json                     the compiler and its flags
struct Toolkit {
  std::filesystem::path root;
  std::filesystem::path compiler;       ///< g++, by its absolute path.
  std::vector<std::string> flags;       ///< For compiling: those that the precompiled header was made with.
  std::vector<std::string> link_flags;  ///< For linking.
  std::string fingerprint;              ///< Differs when compiler, flags, headers or archives differ.
};

/// Returns the toolkit in the directory that the environment variable BACKPROP_TOOLKIT names. When the
/// variable is unset or empty, returns the toolkit in the build directory that this program was compiled in.
/// Throws std::runtime_error when the toolkit is missing or incomplete.
Toolkit find_toolkit();

/// Returns the toolkit in `root`. Throws like find_toolkit().
Toolkit read_toolkit(const std::filesystem::path& root);

}  // namespace grader
