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

#include "grader/sandbox/isolation.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/sha256.hpp"

namespace grader::testing {

/// A folder of the test's own, gone at its end. Anybody may look inside.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "submission-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
    path_ = name;
    chmod(path_.c_str(), 0755);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_;
};

/// While it lives, this process has no more rights than an ordinary user: nothing is unreadable to root.
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

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline SourceFile solution(const std::string& name) {
  return source(name, text_of(std::filesystem::path(SOLUTIONS) / "a1-gates" / name));
}

/// The best isolation that works here; the toolkit of this build.
inline Isolation isolation() { return best_available(); }
inline const Toolkit& toolkit() {
  static const Toolkit found = find_toolkit();
  return found;
}

/// The failure, or a test failure when it compiled.
inline BuildFailure failure_of(const Compiled& compiled) {
  if (const auto* failure = std::get_if<BuildFailure>(&compiled)) return *failure;
  ADD_FAILURE() << "it compiles";
  return {};
}

/// The object, or a test failure when it did not compile.
inline Object object_of(const Compiled& compiled) {
  if (const auto* object = std::get_if<Object>(&compiled)) return *object;
  ADD_FAILURE() << std::get<BuildFailure>(compiled).message;
  return {};
}

}  // namespace grader::testing
