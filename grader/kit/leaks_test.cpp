#include "grader/kit/leaks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

class LeaksTest : public testing::Test {
 protected:
  std::vector<Leak> leaks(const std::vector<Secret>& secrets) const {
    return find_leaks(folder_ / "kit", secrets);
  }

  const TemporaryFolder made_{"leaks-test-"};
  const fs::path folder_ = made_.path();
};

constexpr const char* kSolution = R"(Gradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  // BEGIN SOLUTION forward: out.
  const Matrix given_forward = matmul(cache.x, cache.w);
  // END SOLUTION
  // BEGIN SOLUTION backward: dx.
  const Matrix dx = matmul(dout, transpose(cache.w));  // the lesson
  return dx;
  // END SOLUTION
}
)";

TEST_F(LeaksTest, TellsLinesOfBlankedRegionsThatSaySomething) {
  made_.write("solutions/a1-gates/affine.cpp", kSolution);
  EXPECT_THAT(
      secrets_of_solutions(folder_ / "solutions", {"backward"}, {}),
      ElementsAre(testing::AllOf(Field(&Secret::where, "solutions/a1-gates/affine.cpp:6"),
                                 Field(&Secret::text, "constMatrixdx=matmul(dout,transpose(cache.w));"))));
  EXPECT_THAT(secrets_of_solutions(folder_ / "solutions", {"forward", "backward"}, {}), SizeIs(2));
}

TEST(TellingText, LeavesOutLoopsThatOnlyCount) {
  EXPECT_EQ(telling_text("  for (std::size_t row = 0; row < rows; ++row) {"), "");
  EXPECT_NE(telling_text("  for (std::size_t k = 0; k < height - stride * i; ++k) {"), "");
}

TEST_F(LeaksTest, WhatIsGivenIsNoSecret) {
  made_.write("solutions/a1-gates/affine.cpp", kSolution);
  made_.write("given/other.cpp",
              "  const Matrix dx =\n const Matrix dx = matmul(dout, transpose(cache.w));\n");
  EXPECT_THAT(secrets_of_solutions(folder_ / "solutions", {"backward"}, telling_texts(folder_ / "given")),
              IsEmpty());
}

TEST_F(LeaksTest, FindsALineHoweverItIsLaidOut) {
  made_.write("solutions/a1-gates/affine.cpp", kSolution);
  const auto secrets = secrets_of_solutions(folder_ / "solutions", {"backward"}, {});
  made_.write("kit/clean.cpp", "const Matrix dx = matmul(dout, cache.w);\n");
  EXPECT_THAT(leaks(secrets), IsEmpty());
  made_.write("kit/deep/notes.md", "Hint: `const Matrix dx =\n    matmul( dout, transpose(cache.w) );`\n");
  EXPECT_THAT(leaks(secrets), ElementsAre(Field(&Leak::file, "deep/notes.md")));
}

TEST_F(LeaksTest, FindsASourceOfMistakes) {
  made_.write(
      "mistakes/affine.cpp",
      "#include <backprop/affine.hpp>\nconst Matrix dx = matmul(transpose(dout), cache.wrong_one);\n");
  const auto secrets = secrets_of_sources(folder_ / "mistakes", {"#include<backprop/affine.hpp>"});
  ASSERT_THAT(secrets, ElementsAre(Field(&Secret::where, "mistakes/affine.cpp:2")));
  made_.write("kit/x.cpp", "const Matrix dx = matmul(transpose(dout), cache.wrong_one);");
  EXPECT_THAT(leaks(secrets), SizeIs(1));
  EXPECT_THAT(secrets_of_sources(folder_ / "nowhere", {}), IsEmpty());
}

TEST_F(LeaksTest, FindsASeedAsAWholeNumberOnly) {
  const std::vector<Secret> seed = {{"the course's seed", "271828", true}};
  made_.write("kit/golden.json", R"({"a": 1271828, "b": 2718281, "c": 27.1828})");
  EXPECT_THAT(leaks(seed), IsEmpty());
  made_.write("kit/golden.json", R"({"a": 1271828, "seed":271828})");
  EXPECT_THAT(leaks(seed), SizeIs(1));
}

}  // namespace
}  // namespace grader
