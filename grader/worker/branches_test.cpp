#include "grader/worker/branches.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" {
void __sanitizer_cov_trace_const_cmp8(std::uint64_t number, std::uint64_t value);
void __sanitizer_cov_trace_cmpd(double left, double right);
void __sanitizer_cov_trace_switch(std::uint64_t value, std::uint64_t* cases);
void backprop_vocabulary_compares(const double* values, std::size_t count, double number);
}

namespace grader {
namespace {

std::vector<std::uint64_t> nobody() { return {}; }

// Returns the branches with this number.
std::vector<Branch> with_number(double number) {
  std::vector<Branch> result;
  for (const Branch& branch : branches()) {
    if (branch.number == number) result.push_back(branch);
  }
  return result;
}

// Each stands for one comparison in a student's file: `size > 32`, `value > limit`, `switch (size)`, `x >
// number`.
[[gnu::noinline]] void compare_size(std::uint64_t size) { __sanitizer_cov_trace_const_cmp8(32, size); }
[[gnu::noinline]] void compare_value(double value, double limit) { __sanitizer_cov_trace_cmpd(value, limit); }
[[gnu::noinline]] void compare_number_first(double value) { __sanitizer_cov_trace_cmpd(2.5, value); }
[[gnu::noinline]] void switch_on(std::uint64_t size) {
  std::uint64_t cases[] = {2, 64, 71, 72};
  __sanitizer_cov_trace_switch(size, cases);
}

class Branches : public testing::Test {
 protected:
  void SetUp() override { note_branches_with(nobody); }
};

TEST_F(Branches, KnowTheSidesThatWereTaken) {
  compare_size(4);
  compare_size(9);
  ASSERT_EQ(with_number(32).size(), 1u);
  Branch branch = with_number(32).front();
  EXPECT_TRUE(branch.whole);
  EXPECT_TRUE(branch.below);
  EXPECT_FALSE(branch.equal || branch.above);
  EXPECT_EQ(branch.least, 4.0);
  EXPECT_EQ(branch.most, 9.0);
  compare_size(33);
  branch = with_number(32).front();
  EXPECT_TRUE(branch.below && branch.above);
  EXPECT_FALSE(branch.equal);
}

TEST_F(Branches, FindTheFixedNumberOnEitherSide) {
  compare_number_first(1.0);
  compare_number_first(7.0);
  ASSERT_EQ(with_number(2.5).size(), 1u);
  const Branch branch = with_number(2.5).front();
  EXPECT_FALSE(branch.whole);
  EXPECT_EQ(branch.least, 1.0);
  EXPECT_EQ(branch.most, 7.0);
  EXPECT_TRUE(branch.below && branch.above);
}

TEST_F(Branches, LeaveOutTwoVariables) {
  compare_value(1.0, 100.0);
  EXPECT_EQ(with_number(100.0).size(), 1u) << "so far it may be a fixed number";
  compare_value(2.0, 101.0);
  EXPECT_THAT(with_number(100.0), testing::IsEmpty());
  EXPECT_THAT(with_number(101.0), testing::IsEmpty());
}

TEST_F(Branches, NoteEachCaseOfASwitch) {
  switch_on(5);
  EXPECT_EQ(with_number(71).size(), 1u);
  EXPECT_EQ(with_number(72).size(), 1u);
}

TEST_F(Branches, TellTensorsApartByTheNumber) {
  const double values[] = {-1.0, 0.5, 3.0};
  for (const double number : {0.25, 50.0}) backprop_vocabulary_compares(values, 3, number);
  ASSERT_EQ(with_number(0.25).size(), 1u);
  EXPECT_TRUE(with_number(0.25).front().below && with_number(0.25).front().above);
  ASSERT_EQ(with_number(50.0).size(), 1u);
  EXPECT_FALSE(with_number(50.0).front().above);
}

}  // namespace
}  // namespace grader
