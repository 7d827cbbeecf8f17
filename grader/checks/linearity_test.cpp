// Names the law of linearity that a backward pass breaks, with numbers of the answer at hand.
#include "grader/checks/linearity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

// sigmoid's dx with a function of each element of dz in place of dz.
std::string message(double (*of_upstream)(double)) {
  const Op& op = *find_op("sigmoid");
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject("x", [&](const Tensor&, const Case&, const auto& backward, const Tensors& upstream,
                                  const std::string&) {
    Tensors changed = upstream;
    for (double& value : changed.at("z").values) value = of_upstream(value);
    return backward(changed).at("x");
  });
  cases::ask(op, subject, transcript);
  const Finding finding = check_gradient(op, transcript, "x");
  EXPECT_EQ(finding.evidence->failing_class, "linearity");
  return finding.message + finding.detail;
}

TEST(Linearity, ASquareBreaksDoubling) {
  const std::string text = message([](double dz) { return dz * dz; });
  EXPECT_THAT(text, HasSubstr("Twice the upstream gradient must give twice dx, but at ("));
  EXPECT_THAT(text, HasSubstr(") yours goes from "));
  EXPECT_THAT(text, HasSubstr(", four times as much: is the upstream gradient multiplied in twice?"));
  EXPECT_THAT(message([](double dz) { return dz * dz * dz; }), Not(HasSubstr("four times")));
}

// Twice the size gives twice the answer: what fails is the sign.
TEST(Linearity, AMagnitudeBreaksTheSign) {
  const std::string text = message([](double dz) { return std::abs(dz); });
  EXPECT_THAT(text, HasSubstr(" yours stays "));
  EXPECT_THAT(text, HasSubstr("The opposite upstream gradient must give the opposite dx, but at ("));
  EXPECT_THAT(text, Not(HasSubstr("wice")));
  const std::string kept = message([](double dz) { return std::max(dz, 0.0); });
  EXPECT_THAT(kept, HasSubstr("The opposite upstream gradient"));
}

TEST(Linearity, AConstantIsNotAProduct) {
  EXPECT_THAT(message([](double dz) { return dz + 1.0; }),
              testing::AllOf(HasSubstr("dx is not 0 for an upstream gradient of zeros, but "),
                             HasSubstr(" It must be a product with the upstream gradient.")));
}

// Homogeneous of degree 1 and odd, so that only the sum tells: each element times the share of its row.
TEST(Linearity, AShareBreaksTheSum) {
  const Op& op = *find_op("sigmoid");
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject(
      "x", [](Tensor right, const Case&, const auto&, const Tensors& upstream, const std::string&) {
        double all = 0.0;
        for (const double value : upstream.at("z").values) all += std::abs(value);
        if (all == 0.0) return right;
        const double first = std::abs(upstream.at("z").values.front()) / all;
        for (double& value : right.values) value *= 1.0 + first;
        return right;
      });
  cases::ask(op, subject, transcript);
  const std::string text = check_gradient(op, transcript, "x").detail;
  EXPECT_THAT(text, HasSubstr("The sum of two upstream gradients must give the sum of what each gives"));
  EXPECT_THAT(text, HasSubstr(" for their sum."));
}

// Where u is 0, only v tells how much rounding there may be: its rows cancel, and leave a small rest.
TEST(Linearity, RoundingIsMeasuredByTheLargerUpstreamGradient) {
  const Op& op = *find_op("affine");
  const auto status_with = [&](double rest) {
    Transcript transcript = {cases::plan(op, 3).front()};
    CaseTranscript& entry = transcript.front();
    entry.u = combine(0.0, entry.u, 0.0, entry.v);
    Tensor& v = entry.v.at("out");
    const std::size_t length = v.shape[1];
    EXPECT_GE(v.shape[0], 2u);
    for (std::size_t i = 0; i < v.values.size(); ++i)
      v.values[i] = i < length ? 1e4 : i < 2 * length ? -1e4 : 0.0;
    SpoiledSubject subject("b", [&](const Tensor&, const Case&, const auto& backward, const Tensors& upstream,
                                    const std::string&) {
      Tensor db = backward(upstream).at("b");
      if (largest_magnitude(upstream.at("out")) > 0.0) {
        for (double& value : db.values) value += rest;
      }
      return db;
    });
    cases::ask(op, subject, transcript);
    return check_gradient(op, transcript, "b").status;
  };
  EXPECT_EQ(status_with(1e-11), Status::pass);
  EXPECT_EQ(status_with(1.0), Status::fail);
}

TEST(Linearity, IsAskedInParticularOnlyWhereItFails) {
  const Op& op = *find_op("sigmoid");
  Transcript transcript = cases::plan(op, 3);
  LinkedSubject reference;
  cases::ask(op, reference, transcript);
  for (const CaseTranscript& entry : transcript) {
    EXPECT_TRUE(entry.b_doubled.empty() && entry.b_opposite.empty() && entry.b_sum.empty());
    EXPECT_TRUE(entry.b_u_repeated.empty());
  }
}

}  // namespace
}  // namespace grader
