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
///
/// Packages leave out the precompiled header, which has a hundred megabytes and fits one compiler only.
struct Toolkit {
  std::filesystem::path root;
  std::filesystem::path include;        ///< The headers that submissions see: see precompiled.hpp.
  std::filesystem::path compiler;       ///< By its absolute path: g++, or clang++ in a build without sandbox.
  std::vector<std::string> flags;       ///< For compiling: those that the precompiled header was made with.
  std::vector<std::string> link_flags;  ///< For linking.
  std::string compiler_version;         ///< "g++ 12.2.0"
  bool compiler_is_clang = false;
  std::string compiler_file;  ///< Size and time of the compiler's file: they tell its builds apart.
  bool built_with_this_compiler = false;  ///< The precompiled header in `root` is by this very compiler.
  std::string fingerprint;                ///< Differs when compiler, flags, headers or archives differ.
};

/// Returns the toolkit in the directory that the environment variable BACKPROP_TOOLKIT names. When the
/// variable is unset or empty, returns the toolkit of places(). If no precompiled header fits the compiler
/// that is here, makes one in the user's cache and says so on stderr. Throws std::runtime_error when the
/// toolkit is missing or incomplete.
Toolkit find_toolkit();

/// Returns the toolkit in `root`, with its own headers. Throws like find_toolkit().
Toolkit read_toolkit(const std::filesystem::path& root);

}  // namespace grader
