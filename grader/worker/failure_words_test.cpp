#include "grader/worker/failure_words.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(PlainWords, LeaveOutTheHeader) {
  EXPECT_EQ(
      in_plain_words("/usr/include/xtensor/xcontainer.hpp:438: check failed\n\tindex 7 is out of bounds for "
                     "axis 0 with size 4"),
      "index 7 is out of bounds for axis 0 with size 4");
  EXPECT_EQ(in_plain_words("too many: check failed"), "too many: check failed") << "the student's own words";
}

TEST(PlainWords, SayBelowZero) {
  EXPECT_EQ(in_plain_words("index 18446744073709551615 is out of bounds"), "index -1 is out of bounds");
  EXPECT_EQ(in_plain_words("index 184467440737095516150 is out of bounds"),
            "index 184467440737095516150 is out of bounds");
  EXPECT_EQ(in_plain_words("no index at all"), "no index at all");
}

TEST(PlainWords, ExplainARank) {
  EXPECT_NE(in_plain_words("Cannot change dimension of xtensor.").find("another rank"), std::string::npos);
}

TEST(FailedAssertion, KnowsBothStandardLibraries) {
  EXPECT_EQ(failed_assertion(
                "std::vector<double>::reference std::vector<double>::operator[](size_type): __n < size()"),
            "an index lies outside of a std::vector");
  EXPECT_EQ(failed_assertion(
                "libc++: /v1/vector:1423: assertion __n < size() failed: vector[] index out of bounds"),
            "an index lies outside of a std::vector");
  EXPECT_EQ(failed_assertion(
                "libc++: /v1/vector:611: assertion !empty() failed: front() called on an empty vector"),
            "front() of an empty container was called");
  EXPECT_EQ(failed_assertion("libc++: /v1/x:1: assertion a failed: something else"),
            "a check of the standard library failed: something else");
}

}  // namespace
}  // namespace grader
