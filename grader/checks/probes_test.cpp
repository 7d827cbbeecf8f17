// Regimes are reached by construction: under every seed, and for every op.
#include <gtest/gtest.h>

#include <algorithm>
#include <backprop/rng.hpp>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "grader/checks/contract.hpp"
#include "grader/checks/finding.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

TEST(RandomChoice, LeavesNoChoiceOut) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    backprop::Rng rng(seed);
    const Tensor tensor = random_choice(rng, {3, 5}, {1, 2, 3, 4, 5, 6, 7});
    for (int choice = 1; choice <= 7; ++choice) {
      const auto count = std::count(tensor.values.begin(), tensor.values.end(), choice);
      EXPECT_TRUE(count == 2 || count == 3) << "seed " << seed << ": " << choice;
    }
  }
}

TEST(RandomChoice, LeavesOutAnyWhereThereAreTooMany) {
  std::set<double> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    backprop::Rng rng(seed);
    const Tensor tensor = random_choice(rng, {2}, {1, 2, 3, 4, 5});
    EXPECT_NE(tensor.values[0], tensor.values[1]);
    seen.insert(tensor.values.begin(), tensor.values.end());
  }
  EXPECT_EQ(seen.size(), 5u);
}

bool is_square(const Probe& probe) { return probe.n == probe.d && probe.d == probe.m; }

// Returns the ratios of two sizes in the probes of an op that are not square.
std::set<double> ratios(const Op& op, std::size_t Probe::*a, std::size_t Probe::*b) {
  std::set<double> result;
  for (const Probe& probe : op.probes) {
    if (!is_square(probe)) result.insert(static_cast<double>(probe.*a) / static_cast<double>(probe.*b));
  }
  return result;
}

TEST(Probes, TellAFactorsSizesApartWithoutTheSquareOne) {
  for (const Op& op : all_ops()) {
    if (op.gradients().empty() || symbol_sizes(op, cases::plan(op, 1).front().the_case).empty()) continue;
    EXPECT_GT(ratios(op, &Probe::n, &Probe::d).size(), 1u) << op.name;
    EXPECT_GT(ratios(op, &Probe::n, &Probe::m).size(), 1u) << op.name;
    EXPECT_GT(ratios(op, &Probe::d, &Probe::m).size(), 1u) << op.name;
  }
}

// Returns whether a case of the op has sizes as wanted.
template <class Wanted>
bool some_case(const Op& op, const Wanted& wanted) {
  const Transcript cases = cases::plan(op, 1);
  return std::any_of(cases.begin(), cases.end(),
                     [&](const CaseTranscript& entry) { return wanted(symbol_sizes(op, entry.the_case)); });
}

using Sizes = std::map<std::string, std::size_t>;

TEST(Probes, OfEveryOpWithAGradientReachTheRegimesOfSize) {
  for (const Op& op : all_ops()) {
    if (op.gradients().empty()) continue;
    const auto sizes = symbol_sizes(op, cases::plan(op, 1).front().the_case);
    if (sizes.contains("N") && sizes.contains("D")) {
      EXPECT_TRUE(some_case(op, [](const Sizes& now) { return now.at("N") == now.at("D"); })) << op.name;
    }
    for (const auto& [name, regime] :
         {std::pair("N", 41), {"D", 1}, {"H", 1}, {"C", 2}, {"T", 12}, {"T", 65}}) {
      if (!sizes.contains(name)) continue;
      const auto wanted = static_cast<std::size_t>(regime);
      EXPECT_TRUE(some_case(op, [&](const Sizes& now) { return now.at(name) == wanted; }))
          << op.name << ": " << name << " = " << regime;
    }
  }
}

// Sizes that follow from others, or that cannot be larger than another one.
bool is_free(const Op& op, const std::string& size) {
  const std::set<std::string> bound = op.name == "gpt_loss"                 ? std::set<std::string>{"L", "P"}
                                      : op.name == "conv_net"               ? std::set<std::string>{"P"}
                                      : op.name == "mean_loss_accumulation" ? std::set<std::string>{"K"}
                                                                            : std::set<std::string>{};
  return size != "HH" && size != "WW" && size != "3H" && size != "4H" && !bound.contains(size);
}

// `if (N > D)` in a student's code is a branch: some case takes each of its sides.
TEST(Probes, OfEveryOpWithAGradientHaveEachOrderOfTwoSizes) {
  for (const Op& op : all_ops()) {
    if (op.gradients().empty()) continue;
    std::map<std::pair<std::string, std::string>, std::set<int>> orders;
    for (const CaseTranscript& entry : cases::plan(op, 1)) {
      const Sizes sizes = symbol_sizes(op, entry.the_case);
      for (const auto& [a, size_a] : sizes) {
        for (const auto& [b, size_b] : sizes) {
          if (a < b && is_free(op, a) && is_free(op, b))
            orders[{a, b}].insert((size_a > size_b) - (size_a < size_b));
        }
      }
    }
    for (const auto& [names, found] : orders)
      EXPECT_EQ(found.size(), 3u) << op.name << ": " << names.first << " and " << names.second;
  }
}

// Returns the values of an attribute in the cases of an op.
std::set<double> values_of(const std::string& op, const std::string& attribute) {
  std::set<double> values;
  for (const CaseTranscript& entry : cases::plan(*find_op(op), 1))
    values.insert(entry.the_case.attributes.at(attribute));
  return values;
}

TEST(Probes, ReachTheRegimesOfAttributes) {
  for (const char* op : {"adam", "adamw", "rmsprop"})
    EXPECT_EQ(values_of(op, "epsilon"), (std::set<double>{1e-8, 1e-3, 1.0})) << op;
  EXPECT_TRUE(values_of("adam", "t").contains(50)) << "this makes t 51";
  EXPECT_TRUE(values_of("adam", "t").contains(1000));
  EXPECT_TRUE(values_of("adamw", "weight_decay").contains(0));
  EXPECT_EQ(values_of("gelu", "exact"), (std::set<double>{0, 1}));
  EXPECT_EQ(values_of("rmsnorm", "eps"), (std::set<double>{1e-8, 1e-5, 1e-3, 0.1}));
  EXPECT_TRUE(values_of("rope", "start").contains(0) && values_of("rope", "start").contains(100000));
  EXPECT_TRUE(values_of("cross_entropy_smoothed", "smoothing").contains(0));
  EXPECT_TRUE(values_of("cross_entropy_smoothed", "smoothing").contains(1));
  EXPECT_TRUE(values_of("l2_penalty", "reg").contains(0));
  EXPECT_TRUE(values_of("two_layer_net", "reg").contains(0));
  EXPECT_TRUE(values_of("leaky_relu", "alpha").contains(0));
}

// Returns how many elements of an input lie in [low, high] in the cases of a probe.
std::size_t count_between(const std::string& op, const std::string& input, std::uint64_t seed, double low,
                          double high) {
  std::size_t count = 0;
  for (const CaseTranscript& entry : cases::plan(*find_op(op), seed)) {
    for (const double value : entry.the_case.inputs.at(input).values) count += value >= low && value <= high;
  }
  return count;
}

// How the windows of a case lie on its images, as words.
std::set<std::string> relations(const Case& the_case, const std::string& window) {
  const Shape& x = the_case.inputs.at("x").shape;
  const Shape& w = the_case.inputs.at(window).shape;
  const auto stride = static_cast<std::size_t>(the_case.attributes.at("stride"));
  const auto pad = static_cast<std::size_t>(the_case.attributes.at("pad"));
  std::set<std::string> result;
  for (const std::size_t axis : {0, 1}) {
    const std::size_t size = x[x.size() - 2 + axis], length = w[w.size() - 2 + axis];
    const std::size_t rest = size + 2 * pad - length;
    result.insert(stride < length && rest >= stride ? "overlapping"
                  : stride > length                 ? "skipping"
                                                    : "touching");
    if (rest % stride != 0) result.insert("left over");
    if (length == 1) result.insert("one pixel");
    if (length == size && pad == 0) result.insert("the whole image");
    if (length == size + 2 * pad && pad > 0) result.insert("the whole padded image");
    if (pad > 0) result.insert("padded");
    if (pad >= length) result.insert("in the padding alone");
  }
  if (x[2] != x[3] && w[w.size() - 2] != w.back()) result.insert("not square");
  return result;
}

TEST(Probes, ReachEveryRelationOfWindowsAndImages) {
  for (const char* op : {"conv", "conv_im2col", "depthwise_conv"}) {
    std::set<std::string> reached;
    for (const CaseTranscript& entry : cases::plan(*find_op(op), 1))
      reached.merge(relations(entry.the_case, "w"));
    for (const char* wanted :
         {"overlapping", "skipping", "touching", "left over", "one pixel", "the whole image",
          "the whole padded image", "padded", "in the padding alone", "not square"})
      EXPECT_TRUE(reached.contains(wanted)) << op << ": " << wanted;
    EXPECT_GT(count_between(op, "x", 1, 0.0, 0.0), 0u) << op << ": pixels that are 0";
  }
}

TEST(Probes, ReachEveryBandOfAGateUnderEverySeed) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const char* op : {"sigmoid", "tanh"}) {
      for (double low = -12.0; low < 12.0; low += 0.25)
        EXPECT_GT(count_between(op, "x", seed, low, low + 0.25), 0u)
            << op << ", seed " << seed << ": " << low;
    }
    for (const char* op : {"relu", "leaky_relu", "relu_in_place"}) {
      for (const double tiny : {1e-12, 1e-8, 1e-4, 1e6}) {
        EXPECT_GT(count_between(op, "x", seed, tiny, tiny), 0u) << op << ", seed " << seed << ": " << tiny;
        EXPECT_GT(count_between(op, "x", seed, -tiny, -tiny), 0u) << op << ", seed " << seed << ": -" << tiny;
      }
    }
    EXPECT_GT(count_between("td_target", "q_next", seed, -1e300, -1e8), 0u);
    EXPECT_GT(count_between("dqn_loss", "target_table", seed, -1e300, -1e3), 0u);
  }
}

// Grades clip_grad_norm with its answers changed by `change`.
template <class Change>
Finding clipping_with(const Change& change) {
  const Op& op = *find_op("clip_grad_norm");
  Op student = op;
  student.start = [&](const Case& the_case) {
    Instance instance = op.start(the_case);
    change(the_case, instance.outputs);
    return instance;
  };
  Transcript transcript = cases::plan(op, 1);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  return check_outputs(op, transcript);
}

// Replaces what is not finite by `value`.
void replace_not_finite(Tensor& tensor, double value) {
  for (double& each : tensor.values) {
    if (!std::isfinite(each)) each = value;
  }
}

TEST(NotFinite, AnInfiniteGradientMustComeBackAsItIs) {
  EXPECT_EQ(clipping_with([](const Case&, Tensors&) {}).message, "");
  for (const double value : {0.0, 1.0, 1e308, std::nan(""), -HUGE_VAL}) {
    const Finding finding = clipping_with([&](const Case&, Tensors& outputs) {
      for (auto& [name, tensor] : outputs) replace_not_finite(tensor, value);
    });
    EXPECT_EQ(finding.status, Status::fail) << value;
  }
  // What is finite must not change either, although the norm is infinite.
  const Finding scaled = clipping_with([](const Case& the_case, Tensors& outputs) {
    if (the_case.note.empty()) return;
    for (double& value : outputs.at("clipped_dw1").values) value /= outputs.at("norm").values[0];
  });
  EXPECT_EQ(scaled.status, Status::fail);
}

}  // namespace
}  // namespace grader
