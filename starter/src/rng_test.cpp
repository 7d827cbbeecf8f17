#include <gtest/gtest.h>
#include <backprop/rng.hpp>

#include <set>

namespace backprop {
namespace {

TEST(Rng, IsTheSameEverywhere) {
  // The 10,000th value of a default std::mt19937_64 is fixed by the C++ standard ([rand.predef]):
  // 9981545732273789042.
  std::mt19937_64 engine;
  engine.discard(9999);
  const std::uint64_t value = engine();
  EXPECT_EQ(value, 9981545732273789042u);

  Rng rng(std::mt19937_64::default_seed);
  for (int i = 0; i < 9999; ++i) rng.uniform();
  EXPECT_EQ(rng.uniform(), static_cast<double>(value >> 11) / 9007199254740992.0);
}

TEST(Rng, UniformsLieInTheUnitInterval) {
  Rng rng(1);
  double total = 0.0;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = rng.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    total += u;
  }
  EXPECT_NEAR(total / kDraws, 0.5, 5 * 0.2887 / std::sqrt(kDraws));  // five standard errors
}

TEST(Rng, NormalsHaveTheMomentsOfTheNormalDistribution) {
  Rng rng(2);
  const Matrix x = rng.normal(400, 500);
  const auto n = static_cast<double>(x.size());
  EXPECT_NEAR(mean(x), 0.0, 5 * std::sqrt(1 / n));
  EXPECT_NEAR(mean(x * x), 1.0, 5 * std::sqrt(2 / n));
  EXPECT_NEAR(mean(x * x * x), 0.0, 5 * std::sqrt(15 / n));
  EXPECT_NEAR(mean(x * x * x * x), 3.0, 5 * std::sqrt(96 / n));
}

TEST(Rng, IndicesReachEveryNumberBelowTheLimit) {
  Rng rng(3);
  std::set<std::size_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(rng.index(5));
  EXPECT_EQ(seen, (std::set<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Rng, MatricesAreDrawnRowByRow) {
  Rng whole(4);
  Rng single(4);
  const Matrix x = whole.normal(2, 3);
  for (const double value : x) EXPECT_EQ(value, single.normal());
}

}  // namespace
}  // namespace backprop
