#include "grader/worker/branches.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" {
void __sanitizer_cov_trace_const_cmp8(std::uint64_t number, std::uint64_t value);
void __sanitizer_cov_trace_cmp8(std::uint64_t left, std::uint64_t right);
void __sanitizer_cov_trace_cmpd(double left, double right);
void __sanitizer_cov_trace_switch(std::uint64_t value, std::uint64_t* cases);
void backprop_vocabulary_compares(const double* values, std::size_t count, double number);
}

namespace grader {
namespace {

std::vector<std::uint64_t> nobody() { return {}; }

// Returns the branches with this number, and forgets the outcomes of all.
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
[[gnu::noinline]] void compare_length(std::uint64_t size) { __sanitizer_cov_trace_const_cmp8(48, size); }
[[gnu::noinline]] void compare_value(double value, double limit) { __sanitizer_cov_trace_cmpd(value, limit); }
[[gnu::noinline]] void compare_sizes(std::uint64_t left, std::uint64_t right) {
  __sanitizer_cov_trace_cmp8(left, right);
}
[[gnu::noinline]] void compare_unequal_sizes(std::uint64_t left, std::uint64_t right) {
  __sanitizer_cov_trace_cmp8(left, right);
}
[[gnu::noinline]] void compare_number_first(double value) { __sanitizer_cov_trace_cmpd(2.5, value); }
[[gnu::noinline]] void switch_on(std::uint64_t size) {
  std::uint64_t cases[] = {2, 64, 71, 72};
  __sanitizer_cov_trace_switch(size, cases);
}

class Branches : public testing::Test {
 protected:
  void SetUp() override {
    note_branches_with(nobody);
    branches();
  }
};

TEST_F(Branches, KnowTheSidesThatWereTaken) {
  compare_size(4);
  compare_size(9);
  const std::vector<Branch> found = with_number(32);
  ASSERT_EQ(found.size(), 1u);
  const Branch& branch = found.front();
  EXPECT_TRUE(branch.whole);
  EXPECT_TRUE(branch.below);
  EXPECT_FALSE(branch.equal || branch.above);
  EXPECT_EQ(branch.least, 4.0);
  EXPECT_EQ(branch.most, 9.0);
}

TEST_F(Branches, AreThoseSinceTheLastCall) {
  compare_length(47);
  EXPECT_EQ(with_number(48).size(), 1u);
  EXPECT_THAT(with_number(48), testing::IsEmpty());
  compare_length(50);
  EXPECT_EQ(with_number(48).size(), 1u);
  compare_length(49);
  const std::vector<Branch> last = with_number(48);
  ASSERT_EQ(last.size(), 1u);
  const Branch& branch = last.front();
  EXPECT_TRUE(branch.above);
  EXPECT_FALSE(branch.below) << "that was before";
  EXPECT_EQ(branch.least, 47.0);
  EXPECT_EQ(branch.most, 50.0);
}

TEST_F(Branches, FindTheFixedNumberOnEitherSide) {
  compare_number_first(1.0);
  compare_number_first(7.0);
  const std::vector<Branch> found = with_number(2.5);
  ASSERT_EQ(found.size(), 1u);
  const Branch& branch = found.front();
  EXPECT_FALSE(branch.whole);
  EXPECT_EQ(branch.least, 1.0);
  EXPECT_EQ(branch.most, 7.0);
  EXPECT_TRUE(branch.below && branch.above);
}

TEST_F(Branches, KnowTheValuesNearestToTheNumber) {
  for (const double value : {-4.0, 1.5, 2.25, 3.0, 9.0}) compare_number_first(value);
  const std::vector<Branch> found = with_number(2.5);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().nearest_below, 2.25);
  EXPECT_EQ(found.front().nearest_above, 3.0);
}

TEST_F(Branches, KnowTheOutcomesOfTwoVariables) {
  compare_value(1.0, 100.0);
  EXPECT_EQ(with_number(100.0).size(), 1u) << "so far it may be a fixed number";
  compare_value(2.0, 101.0);
  const std::vector<Branch> found = branches();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found.front().two_values);
  EXPECT_TRUE(found.front().below);
  EXPECT_FALSE(found.front().equal || found.front().above);
  compare_value(103.0, 102.0);
  ASSERT_EQ(branches().size(), 1u);
}

TEST_F(Branches, LeaveOutAnIndexAndItsBound) {
  for (const std::uint64_t bound : {3u, 5u}) {
    for (std::uint64_t i = 0; i <= bound; ++i) compare_sizes(i, bound);
  }
  EXPECT_THAT(branches(), testing::IsEmpty());
}

TEST_F(Branches, NoteTwoSizesThatWereNeverEqual) {
  compare_unequal_sizes(3, 10);
  compare_unequal_sizes(4, 11);
  const std::vector<Branch> found = branches();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found.front().two_values && found.front().whole);
}

TEST_F(Branches, NoteEachCaseOfASwitch) {
  switch_on(5);
  std::vector<double> numbers;
  for (const Branch& branch : branches()) numbers.push_back(branch.number);
  EXPECT_THAT(numbers, testing::IsSupersetOf({71.0, 72.0}));
}

TEST_F(Branches, TellTensorsApartByTheNumber) {
  const double values[] = {-1.0, 0.5, 3.0};
  for (const double number : {0.25, 50.0}) backprop_vocabulary_compares(values, 3, number);
  const std::vector<Branch> both = branches();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].number, 0.25);
  EXPECT_TRUE(both[0].below && both[0].above);
  EXPECT_EQ(both[1].number, 50.0);
  EXPECT_FALSE(both[1].above);
}

}  // namespace
}  // namespace grader
