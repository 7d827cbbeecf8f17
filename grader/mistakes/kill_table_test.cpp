// The kill table is the grader's own proof. Every known mistake is caught under every seed, for the reason
// that its entry gives.
#include "grader/mistakes/kill_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/ops/registry.hpp"

namespace grader {
namespace {

constexpr std::size_t kSeeds = 10;  // `make mistakes` takes 20

class KillTable : public testing::TestWithParam<std::string> {};

TEST_P(KillTable, EveryMistakeIsCaughtUnderEverySeed) {
  for (const Kill& kill : kill_table(*find_op(GetParam()), kSeeds)) {
    const std::string id = full_id(*kill.mistake);
    EXPECT_EQ(kill.killed, kSeeds) << id;
    EXPECT_THAT(kill.unexpected, testing::IsEmpty()) << id << " spoils more than it says";
    EXPECT_THAT(kill.unspoiled, testing::IsEmpty()) << id << " spoils less than it says";
    EXPECT_THAT(kill.named, testing::Contains(id)) << "its own answers are not taken for it";
    EXPECT_LE(kill.named.size(), 3u) << id << " cannot be told from " << testing::PrintToString(kill.named);
  }
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Op& op : all_ops()) names.push_back(op.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Ops, KillTable, testing::ValuesIn(op_names()),
                         [](const auto& the_info) { return the_info.param; });

}  // namespace
}  // namespace grader
