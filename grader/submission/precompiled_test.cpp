#include "grader/submission/precompiled.hpp"

#include <gtest/gtest.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// The toolkit as it is on a machine with another compiler than the one that it was built with.
Toolkit from_elsewhere() {
  Toolkit toolkit = testing::toolkit();
  toolkit.built_with_this_compiler = false;
  return toolkit;
}

TEST(Precompiled, TheBuildsOwnIsTaken) {
  const testing::Folder folder;
  EXPECT_EQ(find_precompiled(testing::toolkit(), folder.path()), testing::toolkit().root / "include");
}

TEST(Precompiled, AnothersIsNotTaken) {
  const testing::Folder folder;
  EXPECT_EQ(find_precompiled(from_elsewhere(), folder.path()), std::nullopt);
}

TEST(Precompiled, IsMadeOnceAndServesTheCompiler) {
  const testing::Folder folder;
  const Toolkit toolkit = from_elsewhere();
  const auto made = make_precompiled(toolkit, folder.path() / "precompiled");
  ASSERT_TRUE(made);
  EXPECT_EQ(find_precompiled(toolkit, folder.path()), made);
  EXPECT_EQ(make_precompiled(toolkit, folder.path() / "precompiled"), made);  // as if two made it at once
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path() / "precompiled"), {}), 1);

  // With -Winvalid-pch g++ says why it does not take one.
  Toolkit asking = toolkit;
  asking.include = *made;
  asking.flags.insert(asking.flags.end(), {"-Winvalid-pch", "-Werror=invalid-pch"});
  const Compiled compiled =
      toolchain::compile(asking, testing::isolation(), testing::solution("affine.cpp"), {}, nullptr);
  EXPECT_EQ(testing::object_of(compiled).warnings, std::vector<std::string>());
}

TEST(Precompiled, DependsOnTheCompilerAndTheHeadersButNotOnThePlace) {
  const testing::Folder folder;
  const Toolkit toolkit = from_elsewhere();
  const auto made = make_precompiled(toolkit, folder.path() / "precompiled");
  ASSERT_TRUE(made);

  Toolkit moved = toolkit;
  moved.root = folder.path() / "moved";
  fs::create_directories(moved.root);
  fs::copy(toolkit.root / "include", moved.root / "include", fs::copy_options::recursive);
  EXPECT_EQ(find_precompiled(moved, folder.path()), made);
  folder.write("moved/include/backprop/tensor.hpp", "#pragma once\n");
  EXPECT_EQ(find_precompiled(moved, folder.path()), std::nullopt);

  Toolkit other = toolkit;
  other.compiler_file = "1 1";
  EXPECT_EQ(find_precompiled(other, folder.path()), std::nullopt);
}

TEST(Precompiled, WhereNothingCanBeMadeNothingIsLeft) {
  const testing::Folder folder;
  Toolkit toolkit = from_elsewhere();
  EXPECT_EQ(make_precompiled(toolkit, "/dev/null/precompiled"), std::nullopt);
  toolkit.flags = {"-no-such-flag"};
  EXPECT_EQ(make_precompiled(toolkit, folder.path() / "precompiled"), std::nullopt);
  EXPECT_TRUE(fs::is_empty(folder.path() / "precompiled"));
}

}  // namespace
}  // namespace grader
