// Probes hold their regimes by construction, whatever the seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

constexpr std::uint64_t kSeedsOfCases = 100;

// Calls `look` with each case of one probe under many seeds.
void for_each_case_of(const char* op, const char* probe, const std::function<void(const Case&)>& look) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= kSeedsOfCases; ++seed) {
    SCOPED_TRACE(std::string(op) + ", seed " + std::to_string(seed));
    for (const CaseTranscript& entry : cases::plan(*find_op(op), seed)) {
      if (entry.probe != probe) continue;
      look(entry.the_case);
      ++found;
    }
  }
  EXPECT_GE(found, kSeedsOfCases);
}

std::vector<double> row_of(const Tensor& tensor, std::size_t n) {
  const std::size_t width = tensor.values.size() / tensor.shape[0];
  const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(n * width);
  return {begin, begin + static_cast<std::ptrdiff_t>(width)};
}

TEST(ProbesHold, OneRowIsTakenMoreOftenThanEightBitsCount) {
  const std::pair<const char*, const char*> taken[] = {
      {"gather_rows", "r"}, {"embedding", "x"}, {"tied_embedding", "tokens"}};
  for (const auto& [op, input] : taken) {
    for_each_case_of(op, "often", [name = input](const Case& the_case) {
      std::map<double, int> times;
      for (const double row : the_case.inputs.at(name).values) ++times[row];
      EXPECT_EQ(times.size(), 3u);
      EXPECT_TRUE(std::ranges::any_of(times, [](const auto& entry) { return entry.second > 256; }));
    });
  }
}

TEST(ProbesHold, AllOfASequenceIsTurnedByNearlyAHalfTurn) {
  for_each_case_of("rope", "far", [](const Case& the_case) {
    EXPECT_EQ(the_case.inputs.at("x").shape[2], 1u);
    EXPECT_EQ(the_case.inputs.at("x").shape[3], 2u);
    const double angle = the_case.attributes.at("start");
    EXPECT_LT(std::cos(angle), -1.0 + 1e-8);
    EXPECT_LT(std::abs(std::sin(angle)), 1e-4);
  });
}

TEST(ProbesHold, SomeActionsAreIllegalAndTheBestIsNot) {
  for_each_case_of("td_target", "illegal-action", [](const Case& the_case) {
    const Tensor& q_next = the_case.inputs.at("q_next");
    bool one_legal = false;
    for (std::size_t n = 0; n < q_next.shape[0]; ++n) {
      const std::vector<double> row = row_of(q_next, n);
      EXPECT_LT(std::abs(std::ranges::max(row)), 10.0);
      const auto illegal = std::ranges::count_if(row, [](double value) { return value <= -1e18; });
      const bool goes_on = the_case.inputs.at("done").values[n] == 0.0;
      one_legal |= goes_on && illegal + 1 == std::ssize(row);
    }
    EXPECT_TRUE(one_legal);
  });
}

TEST(ProbesHold, SomeVariancesAreTinyAndEpsFarBelowThem) {
  for_each_case_of("batchnorm_eval", "tiny-eps", [](const Case& the_case) {
    EXPECT_EQ(the_case.attributes.at("eps"), 1e-12);
    const std::vector<double>& variances = the_case.inputs.at("running_var").values;
    EXPECT_TRUE(std::ranges::all_of(
        variances, [](double value) { return (value >= 1e-8 && value <= 1e-6) || value >= 0.5; }));
    EXPECT_LE(std::ranges::min(variances), 1e-6);
    EXPECT_GE(std::ranges::max(variances), 0.5);
  });
}

TEST(ProbesHold, ZerosOfBothSignsAreTheOnlyValuesOfAFeature) {
  for_each_case_of("standardize", "signed-zero", [](const Case& the_case) {
    const Tensor& train = the_case.inputs.at("train");
    std::set<bool> signs;
    std::set<double> others;
    for (std::size_t m = 0; m < train.shape[0]; ++m) {
      const std::vector<double> row = row_of(train, m);
      EXPECT_EQ(row[0], 0.0);
      signs.insert(std::signbit(row[0]));
      others.insert(row[1]);
    }
    EXPECT_EQ(signs.size(), 2u);
    EXPECT_EQ(others.size(), train.shape[0]);
  });
}

TEST(ProbesHold, AsManyStepsAreSilentAtOtherPlaces) {
  for_each_case_of("temporal_softmax_loss", "shifted", [](const Case& the_case) {
    const Tensor& mask = the_case.inputs.at("mask");
    std::set<std::vector<double>> rows;
    std::set<std::ptrdiff_t> silent;
    for (std::size_t n = 0; n < mask.shape[0]; ++n) {
      rows.insert(row_of(mask, n));
      silent.insert(std::ranges::count(row_of(mask, n), 0.0));
    }
    EXPECT_EQ(rows.size(), mask.shape[0]);
    EXPECT_EQ(silent.size(), 1u);
    EXPECT_GE(*silent.begin(), 2);
    EXPECT_EQ(mask.values[0], 0.0);
    EXPECT_EQ(row_of(mask, 0).back(), 1.0);
    EXPECT_EQ(row_of(mask, 1).front(), 1.0);
  });
}

TEST(ProbesHold, SmoothedPlacesAreIgnoredToo) {
  std::set<std::pair<double, double>> kinds;
  for_each_case_of("cross_entropy_smoothed", "all-smoothed", [&](const Case& the_case) {
    const double ignored = the_case.attributes.at("ignored");
    kinds.insert({the_case.attributes.at("smoothing"), ignored});
    const std::vector<double>& y = the_case.inputs.at("y").values;
    const std::ptrdiff_t count = std::ranges::count(y, ignored);
    EXPECT_GE(count, 1);
    EXPECT_LT(count, std::ssize(y));
  });
  EXPECT_TRUE(kinds.contains({1.0, -100.0})) << "ignored is no word";
  EXPECT_TRUE(kinds.contains({1.0, 0.0})) << "ignored is a word";
}

TEST(ProbesHold, OneElementIsDropped) {
  const std::pair<const char*, const char*> limits[] = {{"dropout", "p"}, {"dropout_redraw", "keep"}};
  for (const auto& [op, limit] : limits) {
    for_each_case_of(op, "one-of-few", [name = limit](const Case& the_case) {
      const Shape& shape = the_case.inputs.at("x").shape;
      backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
      const backprop::Matrix draws = rng.uniform(shape[0], shape[1]);
      EXPECT_EQ(
          std::ranges::count_if(draws, [&](double draw) { return draw >= the_case.attributes.at(name); }), 1);
    });
  }
}

}  // namespace
}  // namespace grader
