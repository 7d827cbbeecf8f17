#include "grader/batch/locate.hpp"

#include <gtest/gtest.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kNames = {"affine.cpp", "relu.cpp", "tanh.cpp"};

class Locate : public ::testing::Test {
 protected:
  void add(const std::string& file) {
    fs::create_directories((folder_.path() / file).parent_path());
    folder_.write(file, "x");
  }
  // Relative to the submission; "none" for none, and an archive in brackets.
  std::string found() {
    const Located located = locate(folder_.path(), "a1-gates", kNames);
    if (const auto* files = std::get_if<FilesFolder>(&located))
      return fs::relative(files->path, folder_.path()).string();
    if (const auto* packed = std::get_if<PackedFiles>(&located)) {
      return '[' + fs::relative(packed->archive, folder_.path()).string() + ']';
    }
    return "none";
  }
  testing::Folder folder_;
};

TEST_F(Locate, TheFolderItself) {
  add("affine.cpp");
  add("docs/readme.txt");
  EXPECT_EQ(found(), ".");
}

TEST_F(Locate, AFolderInside) {
  add("alice/work/relu.cpp");
  EXPECT_EQ(found(), "alice/work");
}

TEST_F(Locate, TheAssignmentsOwnBeforeOthers) {
  add("affine.cpp");
  add("relu.cpp");
  add("a1-gates/affine.cpp");
  EXPECT_EQ(found(), "a1-gates");
}

TEST_F(Locate, TheFullerOne) {
  add("old/affine.cpp");
  add("young/affine.cpp");
  add("young/relu.cpp");
  EXPECT_EQ(found(), "young");
}

TEST_F(Locate, TooDeepHiddenOrElsewhere) {
  add("a/b/c/d/affine.cpp");
  add(".git/affine.cpp");
  add("__MACOSX/affine.cpp");
  add("work/Affine.cpp");
  const testing::Folder outside;
  outside.write("affine.cpp", "x");
  fs::create_directory_symlink(outside.path(), folder_.path() / "link");
  EXPECT_EQ(found(), "none");
}

TEST_F(Locate, AnUploadedArchive) {
  add("Alice_123/homework.zip");
  EXPECT_EQ(found(), "[Alice_123/homework.zip]");
  add("Alice_123/homework2.zip");
  EXPECT_EQ(found(), "none");
}

}  // namespace
}  // namespace grader
