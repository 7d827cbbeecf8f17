#include "grader/submission/source_line.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const std::vector<std::string> kFiles = {"affine.cpp", "relu.cpp"};

TEST(FirstLineIn, IsTheInnermostOfTheStudents) {
  EXPECT_EQ(
      first_line_in("??:0\n/usr/include/x.hpp:7\n/box/work/affine.cpp:12\n/box/work/relu.cpp:3\n", kFiles),
      "affine.cpp, line 12");
  EXPECT_EQ(first_line_in("/box/work/relu.cpp:3 (discriminator 2)\n", kFiles), "relu.cpp, line 3");
}

TEST(FirstLineIn, TakesNothingElse) {
  EXPECT_EQ(first_line_in("", kFiles), "");
  EXPECT_EQ(first_line_in("/box/work/affine.cpp:?\naffine.cpp:0\naffine.cpp:\n", kFiles), "");
  EXPECT_EQ(first_line_in("affine.cpp:12345678\n", kFiles), "");
  EXPECT_EQ(first_line_in("/etc/passwd:1\nother.cpp:2\n", kFiles), "");
}

}  // namespace
}  // namespace grader
