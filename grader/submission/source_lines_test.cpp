#include "grader/submission/source_lines.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(SourceLines, DescribedLine) {
  EXPECT_EQ(described_line("affine.cpp:12: missing ';'\n  x", "affine.cpp"), 12u);
  EXPECT_EQ(described_line("affine.cpp: affine_forward is missing", "affine.cpp"), std::nullopt);
  EXPECT_EQ(described_line("affine.cpp:0: x", "affine.cpp"), std::nullopt);
  EXPECT_EQ(described_line("affine.cpp:99999999999999999999999: x", "affine.cpp"), std::nullopt);
  EXPECT_EQ(described_line("not affine.cpp:3: x", "affine.cpp"), std::nullopt);
}

TEST(SourceLines, DefinitionOfAFunction) {
  const char* source =
      "// f_backward(x) is below\n"
      "Matrix f_backward(const Matrix& dz);\n"
      "Matrix my_f_backward(const Matrix& dz) { return f_backward(dz); }\n"
      "Matrix f_backward\n"
      "    (const Matrix& dz, std::function<double(double)> g)\n"
      "{\n"
      "  return dz;\n"
      "}\n";
  EXPECT_EQ(line_of_function(source, "f_backward"), 4u);
  EXPECT_EQ(line_of_function(source, "f_forward"), std::nullopt);
  EXPECT_EQ(line_of_function("f_backward", "f_backward"), std::nullopt);
  EXPECT_EQ(line_of_function("f_backward(", "f_backward"), std::nullopt);
}

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
