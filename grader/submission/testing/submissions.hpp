/// Shared by the tests of submissions.
#pragma once
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "grader/base/files.hpp"
#include "grader/base/testing/folder.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/sha256.hpp"

namespace grader::testing {

/// Gives up root's rights while it lives. Root can read everything, so tests of unreadable files need it.
class AsOrdinaryUser {
 public:
  AsOrdinaryUser() : was_root_(geteuid() == 0) {
    if (was_root_ && seteuid(65534) != 0) throw std::runtime_error("cannot become an ordinary user");
  }
  ~AsOrdinaryUser() {
    if (was_root_ && seteuid(0) != 0) std::abort();
  }
  AsOrdinaryUser(const AsOrdinaryUser&) = delete;
  AsOrdinaryUser& operator=(const AsOrdinaryUser&) = delete;

 private:
  bool was_root_;
};

inline SourceFile source(std::string name, std::string text) {
  std::string hash = sha256(text);
  return {std::move(name), std::move(text), std::move(hash)};
}

inline SourceFile solution(const std::string& name) {
  return source(name, read_file(std::filesystem::path(SOLUTIONS) / "a1-gates" / name));
}

/// The best isolation that works here, and the toolkit of this build.
inline Isolation isolation() { return best_available(); }
inline const Toolkit& toolkit() {
  static const Toolkit found = find_toolkit();
  return found;
}

/// Returns the failure. Fails the test when the file compiled.
inline BuildFailure failure_of(const Compiled& compiled) {
  if (const auto* failure = std::get_if<BuildFailure>(&compiled)) return *failure;
  ADD_FAILURE() << "it compiles";
  return {};
}

/// Returns the object. Fails the test when the file did not compile.
inline Object object_of(const Compiled& compiled) {
  if (const auto* object = std::get_if<Object>(&compiled)) return *object;
  ADD_FAILURE() << std::get<BuildFailure>(compiled).message;
  return {};
}

}  // namespace grader::testing
