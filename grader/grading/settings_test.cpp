#include "grader/grading/settings.hpp"

#include "grader/base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "grader/base/input_error.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/report/report.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Seeds seeds(const std::string& text) {
  const auto document = parse_json(text, "own.json");
  return read_seeds(JsonReader(document, "own.json"));
}

Tolerance tolerance(const std::string& text) {
  const auto document = parse_json(text, "own.json");
  return read_tolerance(JsonReader(document, "own.json"), {});
}

TEST(SeedsTest, ComeFromTheContentUnlessTheCourseSaysOtherwise) {
  const Seeds otherwise = seeds("{}");
  EXPECT_EQ(otherwise.master_seed("ab"), otherwise.master_seed("ab"));
  EXPECT_NE(otherwise.master_seed("ab"), otherwise.master_seed("ac"));
  EXPECT_EQ(seeds(R"({"seeds": {"policy": "per_submission"}})").master_seed("ab"),
            otherwise.master_seed("ab"));
}

TEST(SeedsTest, AFixedOneIsEverybodys) {
  const Seeds fixed = seeds(R"({"seeds": {"policy": "fixed", "seed": 12}})");
  EXPECT_EQ(fixed.master_seed("ab"), 12U);
  EXPECT_EQ(fixed.master_seed("ac"), 12U);
}

TEST(SeedsTest, FreshOnesDifferAndFitIntoAReport) {
  const Seeds fresh = seeds(R"({"seeds": {"policy": "fresh"}})");
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t seed = fresh.master_seed("ab");
    EXPECT_LE(seed, kMaxSeed);
    seen.insert(seed);
  }
  EXPECT_GT(seen.size(), 15U);
}

TEST(SeedsTest, NamesThePlaceOfWhatIsWrong) {
  EXPECT_THAT(
      [] { seeds(R"({"seeds": {"policy": "dice"}})"); },
      ThrowsMessage<InputError>(HasSubstr("/seeds/policy is not one of per_submission, fixed, fresh")));
  EXPECT_THAT([] { seeds(R"({"seeds": {"policy": "fixed"}})"); },
              ThrowsMessage<InputError>(HasSubstr("seed")));
  EXPECT_THAT([] { seeds(R"({"seeds": {"policy": "fresh", "seed": 1}})"); },
              ThrowsMessage<InputError>(HasSubstr("/seeds/seed is given")));
  EXPECT_THAT([] { seeds(R"({"seeds": {"policy": "fixed", "seed": 1.5}})"); },
              ThrowsMessage<InputError>(HasSubstr("/seeds/seed")));
}

TEST(ToleranceTest, KeepsWhatIsNotGiven) {
  const Tolerance changed = tolerance(R"({"tolerance": {"relative": 1e-7}})");
  EXPECT_EQ(changed.relative, 1e-7);
  EXPECT_EQ(changed.absolute, kAbsoluteTolerance);
}

TEST(ToleranceTest, RefusesOneThatWrongAnswersPass) {
  for (const char* text : {R"({"tolerance": {"relative": 0.01}})", R"({"tolerance": {"relative": -1}})"}) {
    EXPECT_THAT([&] { tolerance(text); },
                ThrowsMessage<InputError>(HasSubstr("/tolerance/relative is not between 0 and 1e-4")));
  }
}

// An error of 1e-6 in 1 is wrong by default and right when the course says so. A NaN is never right.
TEST(ToleranceTest, DecidesAComparison) {
  const Tensor right{{2}, {1.0, 1.0}};
  const Tensor near{{2}, {1.0, 1.0 + 1e-6}};
  EXPECT_FALSE(compare(near, expect_value(right)).right());
  EXPECT_TRUE(compare(near, expect_value(right, {1e-5, 0.0})).right());
  EXPECT_FALSE(compare({{2}, {1.0, std::nan("")}}, expect_value(right, {1e-5, 0.0})).right());
}

}  // namespace
}  // namespace grader
