#include "grader/submission/regular_file.hpp"

#include <gtest/gtest.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

TEST(ReadRegularFile, ReadsUpToTheCap) {
  const testing::Folder folder;
  folder.write("full", std::string(1024, 'x'));
  const UniqueFd directory = open_directory(folder.path());
  EXPECT_EQ(read_regular_file(directory.get(), "full", 1024).bytes, std::string(1024, 'x'));
  EXPECT_EQ(read_regular_file(directory.get(), "full", 1023).problem, "is larger than 1023 bytes");
}

TEST(ReadRegularFile, EmptyIsNotMissing) {
  const testing::Folder folder;
  folder.write("empty", "");
  const UniqueFd directory = open_directory(folder.path());
  EXPECT_EQ(read_regular_file(directory.get(), "empty", 10).bytes, "");
  EXPECT_TRUE(read_regular_file(directory.get(), "other", 10).missing);
  EXPECT_EQ(read_regular_file(directory.get(), "other", 10).bytes, std::nullopt);
}

TEST(OpenDirectory, OpensNothingElse) {
  const testing::Folder folder;
  folder.write("file", "");
  EXPECT_FALSE(open_directory(folder.path() / "file"));
  EXPECT_FALSE(open_directory(folder.path() / "nothing"));
  EXPECT_TRUE(open_directory(folder.path()));
}

}  // namespace
}  // namespace grader
