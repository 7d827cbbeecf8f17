#include "grader/sandbox/isolation.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(IsolationNames, AreReadBack) {
  for (const Isolation each : kIsolations) EXPECT_EQ(isolation_named(to_string(each)), each);
  EXPECT_EQ(isolation_named("chroot"), std::nullopt);
}

TEST(ProbeBackends, NamesEachOnceAndExplains) {
  const auto statuses = probe_backends();
  ASSERT_EQ(statuses.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(statuses[i].isolation, kIsolations[i]);
  EXPECT_TRUE(statuses.back().available);
  for (const auto& each : statuses) EXPECT_NE(each.explanation, "");
}

TEST(BestAvailable, SaysWhyNotABetterOne) {
  std::string why;
  const Isolation best = best_available(&why);
  EXPECT_TRUE(probe(best).available);
  for (const Isolation each : kIsolations) {
    if (each == best) break;
    EXPECT_FALSE(probe(each).available);
  }
  EXPECT_EQ(why.empty(), best == Isolation::bubblewrap) << why;
}

}  // namespace
}  // namespace grader
