#include "grader/checks/contradiction.hpp"

#include <gtest/gtest.h>

#include <set>

#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using Names = std::set<std::string>;

bool contradicted(const std::vector<std::string>& spoils, const Names& wrong, const Names& with_own = {},
                  const Names& not_in_these_cases = {}) {
  return contradicts(*find_op("batchnorm"), spoils,
                     {[&](const std::string& name) { return !wrong.contains(name); },
                      [&](const std::string& name) { return !not_in_these_cases.contains(name); },
                      [&](const std::string& name) { return with_own.contains(name); }});
}

TEST(Contradiction, IsARightGradientThatTheMistakeSpoils) {
  EXPECT_FALSE(contradicted({"ivar", "var", "x"}, {"ivar", "var", "x"}));
  EXPECT_TRUE(contradicted({"ivar", "var", "x"}, {"var", "x"}));
  EXPECT_FALSE(contradicted({"ivar", "var", "x"}, {"var", "x"}, {}, {"ivar"}));
}

TEST(Contradiction, IsAWrongStepOfTheChainThatTheMistakeLeavesAlone) {
  EXPECT_TRUE(contradicted({"x"}, {"x", "xhat"}));
  EXPECT_FALSE(contradicted({"x"}, {"x", "xhat"}, {"xhat"}));
}

TEST(Contradiction, IsNoGradientBesideTheChain) { EXPECT_FALSE(contradicted({"x"}, {"x", "gamma"})); }

}  // namespace
}  // namespace grader
