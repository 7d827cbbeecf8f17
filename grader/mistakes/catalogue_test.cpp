// Checks the rules that every entry of the catalogue must follow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "grader/mistakes/mistake.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::Ge;
using testing::Le;

TEST(Catalogue, HasAtLeast250Mistakes) { EXPECT_THAT(all_mistakes().size(), Ge(250u)); }

TEST(Catalogue, HasFiveToThirtyForEveryOp) {
  for (const Op& op : all_ops()) {
    EXPECT_THAT(mistakes_of(op.name).size(), testing::AllOf(Ge(5u), Le(30u))) << op.name;
  }
}

TEST(Catalogue, IsOfOpsThatThereAre) {
  for (const KnownMistake& mistake : all_mistakes())
    EXPECT_NE(find_op(mistake.op), nullptr) << full_id(mistake);
}

TEST(Catalogue, NamesEachMistakeOnce) {
  std::set<std::string> seen;
  for (const KnownMistake& mistake : all_mistakes())
    EXPECT_TRUE(seen.insert(full_id(mistake)).second) << full_id(mistake);
}

TEST(Catalogue, SpoilsTensorsThatTheOpHas) {
  for (const KnownMistake& mistake : all_mistakes()) {
    const Op* op = find_op(mistake.op);
    ASSERT_NE(op, nullptr) << full_id(mistake);
    EXPECT_FALSE(mistake.spoils.empty()) << full_id(mistake);
    for (const std::string& name : mistake.spoils) {
      const bool output = std::any_of(op->outputs.begin(), op->outputs.end(),
                                      [&](const OutputSpec& spec) { return spec.name == name; });
      EXPECT_TRUE(op->gradients().empty() ? output : op->has_gradient(name))
          << full_id(mistake) << ": " << name;
    }
  }
}

TEST(Catalogue, HintsAreOneSentenceThatFitsTwoLines) {
  for (const KnownMistake& mistake : all_mistakes()) {
    EXPECT_THAT(mistake.hint.size(), testing::AllOf(Ge(20u), Le(180u))) << full_id(mistake);
    EXPECT_TRUE(mistake.hint.ends_with('.') || mistake.hint.ends_with('?')) << full_id(mistake);
    EXPECT_EQ(mistake.hint.find(". "), std::string::npos) << full_id(mistake);
    EXPECT_EQ(mistake.hint.find('\n'), std::string::npos) << full_id(mistake);
    EXPECT_FALSE(mistake.misconception.empty()) << full_id(mistake);
  }
}

TEST(Catalogue, EachIsAFunction) {
  for (const KnownMistake& mistake : all_mistakes()) {
    EXPECT_NE(static_cast<bool>(mistake.answer), static_cast<bool>(mistake.answer_with_memory))
        << full_id(mistake);
  }
}

}  // namespace
}  // namespace grader
