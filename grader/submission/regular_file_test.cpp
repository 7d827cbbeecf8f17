#include "grader/submission/regular_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <system_error>

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

// Too many open files say nothing about this one.
TEST(ReadRegularFile, AFaultOfTheMachineIsNoFaultOfTheFile) {
  const testing::Folder folder;
  folder.write("file", "text");
  const UniqueFd directory = open_directory(folder.path());
  rlimit usual = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &usual), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = usual.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  EXPECT_THROW(read_regular_file(directory.get(), "file", 10), std::system_error);
  EXPECT_THROW(open_directory(folder.path()), std::system_error);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &usual), 0);
  EXPECT_EQ(read_regular_file(directory.get(), "file", 10).bytes, "text");
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
