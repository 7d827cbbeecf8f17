// Checks the reference against the known values in each op's description.
#include <gtest/gtest.h>

#include "grader/ops/registry.hpp"

namespace grader {
namespace {

void expect_known(const Tensors& actual, const Tensors& known, double tolerance) {
  for (const auto& [name, tensor] : known) {
    ASSERT_TRUE(actual.contains(name)) << name;
    ASSERT_EQ(actual.at(name).shape, tensor.shape) << name;
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      EXPECT_NEAR(actual.at(name).values[i], tensor.values[i], tolerance) << name << ", element " << i;
    }
  }
}

class KnownAnswers : public testing::TestWithParam<std::string> {};

TEST_P(KnownAnswers, AreGiven) {
  const Op& op = *find_op(GetParam());
  for (const KnownAnswer& known : op.known_answers) {
    SCOPED_TRACE(known.source);
    EXPECT_FALSE(known.outputs.empty() && known.gradients.empty());
    const Instance instance = op.start({known.inputs, known.attributes});
    expect_known(instance.outputs, known.outputs, known.tolerance);
    if (!known.gradients.empty()) {
      expect_known(instance.backward(known.upstream), known.gradients, known.tolerance);
    }
  }
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Op& op : all_ops()) names.push_back(op.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Ops, KnownAnswers, testing::ValuesIn(op_names()),
                         [](const auto& the_info) { return the_info.param; });

}  // namespace
}  // namespace grader
