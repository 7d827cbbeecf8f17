#include "grader/grading/wished_sizes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace grader {
namespace {

template <class Wanted>
bool any(const std::vector<Sizes>& all, const Wanted& wanted) {
  return std::ranges::any_of(all, wanted);
}

TEST(WishedSizes, LieOnEachSideOfANumber) {
  const auto near = sizes_near(48);
  for (const std::size_t size : {47, 48, 49, 50, 98}) {
    EXPECT_TRUE(any(near, [&](const Sizes& each) { return each.n == size && each.d == 0; })) << size;
    EXPECT_TRUE(any(near, [&](const Sizes& each) { return each.m == size && each.t == 0; })) << size;
  }
  EXPECT_TRUE(any(near, [](const Sizes& each) { return each.window == 50 && each.t > each.window; }));
  EXPECT_TRUE(sizes_near(2.5).empty());
  EXPECT_TRUE(sizes_near(1e6).empty());
}

TEST(WishedSizes, HaveOthersAsLargeBesideThem) {
  const auto beside = sizes_beside({.d = 46});
  ASSERT_FALSE(beside.empty());
  const Sizes& all = beside.front();
  EXPECT_EQ(std::min({all.n, all.t, all.d, all.m}), 46u);
  EXPECT_TRUE(any(beside, [](const Sizes& each) { return each.d == 46 && each.n == 46 && each.t == 0; }));
  EXPECT_TRUE(sizes_beside({}).empty());
}

TEST(WishedSizes, HaveAProductAboveANumber) {
  const auto products = products_near(1000);
  const auto above = [](std::size_t product) { return product > 1000 && product < 1200; };
  EXPECT_TRUE(any(products, [&](const Sizes& each) { return above(each.n * each.d); }));
  EXPECT_TRUE(any(products, [&](const Sizes& each) { return above(each.t * each.t) && each.n == 0; }));
  EXPECT_TRUE(any(products, [&](const Sizes& each) { return each.n * each.t * each.d > 1000; }));
  EXPECT_TRUE(any(products, [](const Sizes& each) { return each.d * each.m == 1000; }));
}

TEST(WishedSizes, UndoNumbersOfBytes) {
  EXPECT_TRUE(any(products_near(16000),
                  [](const Sizes& each) { return each.n * each.d > 2000 && each.n * each.d < 2200; }));
}

// 65 steps of 480 bytes have been seen, and one.
TEST(WishedSizes, AreInProportionToWhatWasSeen) {
  Branch branch;
  branch.whole = true;
  branch.number = 144000;
  branch.least = 480;
  branch.most = 31200;
  const std::vector<Probe> probes = {{.id = "one", .t = 1}, {.id = "long", .t = 65}};
  EXPECT_TRUE(any(sizes_in_proportion(branch, probes),
                  [](const Sizes& each) { return each.t == 302 && each.n == 0; }));
}

// std::isfinite compares with the largest double. No size is that large.
TEST(WishedSizes, AreNoneBeyondWhatACaseCanHave) {
  for (const double number :
       {1e18, 1e100, std::numeric_limits<double>::max(), std::numeric_limits<double>::infinity(), -1e300}) {
    EXPECT_TRUE(sizes_near(number).empty()) << number;
    EXPECT_TRUE(products_near(number).empty()) << number;
  }
}

TEST(WishedSizes, ReplaceThoseOfAProbe) {
  const Probe probe = with_sizes({.id = "unit", .n = 4, .d = 5, .m = 3, .t = 2}, {.t = 9, .m = 8});
  EXPECT_EQ(probe.n, 4u);
  EXPECT_EQ(probe.d, 5u);
  EXPECT_EQ(probe.m, 8u);
  EXPECT_EQ(probe.t, 9u);
  EXPECT_EQ(with_small_others({.d = 70}).d, 70u);
  EXPECT_EQ(with_small_others({.d = 70}).n, 2u);
}

}  // namespace
}  // namespace grader
