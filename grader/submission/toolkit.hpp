/// What builds of submissions see of the course, and how they are built.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A directory that the grader's own build makes:
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

/// The toolkit in the directory that the environment variable BACKPROP_TOOLKIT names, or else in the build
/// directory of this program. Throws std::runtime_error when it is not there or not whole.
Toolkit find_toolkit();

/// The toolkit in `root`; throws like find_toolkit().
Toolkit read_toolkit(const std::filesystem::path& root);

}  // namespace grader
