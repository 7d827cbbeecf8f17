/// A submission in a temporary folder, and what `gather` takes of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/testing/folder.hpp"
#include "grader/submission/gather.hpp"

namespace grader {

namespace fs = std::filesystem;

inline const std::vector<std::string> kNames = {"affine.cpp", "relu.cpp", "tanh.cpp"};

inline std::string starter(const std::string& name) {
  return read_file(fs::path(STARTER) / "a1-gates" / name);
}

class Gather : public ::testing::Test {
 protected:
  void add(const std::string& file, std::string_view text) {
    fs::create_directories((folder_.path() / file).parent_path());
    folder_.write(file, text);
  }
  void add_starters(const std::string& folder) {
    for (const std::string& name : kNames) add(folder + '/' + name, starter(name));
  }
  /// A kit as students get it, with the course's own files that have expected names.
  void add_kit(const std::string& root) {
    add_starters(root + "submission");
    add_starters(root + "starter/a1-gates");
    add(root + "grader/ops/affine.cpp", "an op");
    add(root + "grader/ops/relu.cpp", "an op");
    add(root + "earlier/tanh.cpp", "of another assignment");
    add(root + "assignments/a1-gates/assignment.json", "{}");
  }
  const Gathered& gathered(GatherOptions options = {}) {
    result_ = gather({folder_.path()}, kNames, options);
    return result_;
  }
  std::string text(const std::string& name) const {
    const SourceFile* file = result_.files.find(name);
    return file ? file->bytes : "none";
  }
  std::string problem(const std::string& name) const {
    for (const CollectedFile& file : result_.files.files) {
      if (file.name == name) return file.problem;
    }
    return "no such file";
  }
  std::string notes() const {
    std::string all;
    for (const std::string& note : result_.notes) all += note + '\n';
    return all;
  }
  std::string complaint(GatherOptions options = {}) {
    try {
      gathered(options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  testing::Folder folder_;
  Gathered result_;
};

}  // namespace grader
