#include "grader/sandbox/isolation.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(IsolationNames, AreReadBack) {
  for (const Isolation each : {Isolation::bubblewrap, Isolation::none})
    EXPECT_EQ(isolation_named(to_string(each)), each);
  EXPECT_EQ(isolation_named("chroot"), std::nullopt);
}

TEST(ProbeBackends, NamesEachOnceAndExplains) {
  const auto& statuses = probe_backends();
  ASSERT_EQ(statuses.size(), 2U);
  EXPECT_EQ(statuses.front().isolation, Isolation::bubblewrap);
  EXPECT_EQ(statuses.back().isolation, Isolation::none);
  EXPECT_TRUE(statuses.back().available);
  for (const auto& each : statuses) EXPECT_NE(each.explanation, "");
}

TEST(BestAvailable, SaysWhyNotABetterOne) {
  std::string why;
  const Isolation best = best_available(&why);
  EXPECT_EQ(best, probe_backends().front().available ? Isolation::bubblewrap : Isolation::none);
  EXPECT_EQ(why.empty(), best == Isolation::bubblewrap) << why;
}

}  // namespace
}  // namespace grader
