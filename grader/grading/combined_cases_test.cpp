#include "grader/grading/combined_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "grader/checks/gradient.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/unusual_values.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

constexpr std::uint64_t kSeeds[] = {1, 2, 3};

Transcript combined(const std::string& name, std::uint64_t seed) {
  const Op& op = *find_op(name);
  return combined_cases(op, op.probes, seed, {});
}

template <class Wanted>
bool any_of(const Transcript& cases, const Wanted& wanted) {
  return std::ranges::any_of(cases, wanted);
}

bool is_zero(const Tensor& tensor) {
  return !tensor.values.empty() &&
         std::ranges::all_of(tensor.values, [](double value) { return value == 0.0; });
}

// Returns whether a row that is not 0 has a sum that is.
bool has_row_that_cancels(const Tensor& tensor) {
  const std::size_t length = tensor.shape.back();
  for (std::size_t i = 0; i + length <= tensor.values.size(); i += length) {
    const auto first = tensor.values.begin() + static_cast<std::ptrdiff_t>(i);
    const auto last = first + static_cast<std::ptrdiff_t>(length);
    const bool cancels = std::accumulate(first, last, 0.0) == 0.0;
    if (cancels && std::any_of(first, last, [](double value) { return value != 0.0; })) return true;
  }
  return false;
}

// Returns whether the tensor is not all ones, and has as large a sum as if it were.
bool sums_like_ones(const Tensor& tensor) {
  const double sum = std::accumulate(tensor.values.begin(), tensor.values.end(), 0.0);
  return sum == static_cast<double>(tensor.values.size()) &&
         std::ranges::any_of(tensor.values, [](double value) { return value != 1.0; });
}

TEST(CombinedCases, AScaleHasTheSumOfOnes) {
  for (const std::uint64_t seed : kSeeds) {
    EXPECT_TRUE(any_of(combined("layernorm", seed), [](const CaseTranscript& entry) {
      return sums_like_ones(entry.the_case.inputs.at("gamma"));
    })) << seed;
  }
}

// In a net the slope at 0 is one's own choice, and what follows from it has no bounds that anybody knows.
TEST(CombinedCases, OfANetLieOnNoKink) {
  for (const char* name : {"residual", "two_layer_net", "deep_net", "conv_net"}) {
    const Op& op = *find_op(name);
    for (const std::uint64_t seed : kSeeds) {
      EXPECT_FALSE(any_of(combined(name, seed),
                          [&](const CaseTranscript& entry) {
                            const std::vector<double> kinks = op.open_kinks(entry.the_case);
                            return std::ranges::find(kinks, 0.0) != kinks.end();
                          }))
          << name << ", " << seed;
    }
  }
}

TEST(CombinedCases, AnInputMayEqualAnother) {
  for (const std::uint64_t seed : kSeeds) {
    EXPECT_TRUE(any_of(combined("mse_loss", seed), [](const CaseTranscript& entry) {
      return entry.the_case.inputs.at("x").values == entry.the_case.inputs.at("y").values;
    })) << seed;
  }
}

TEST(CombinedCases, AnIndexMayBeMoreThanAByteHolds) {
  for (const char* name : {"gather", "softmax_loss"}) {
    const char* index = std::string_view(name) == "gather" ? "a" : "y";
    for (const std::uint64_t seed : kSeeds) {
      EXPECT_TRUE(any_of(combined(name, seed),
                         [&](const CaseTranscript& entry) {
                           return largest_magnitude(entry.the_case.inputs.at(index)) > 255.0;
                         }))
          << name << ", " << seed;
    }
  }
}

TEST(CombinedCases, AWindowOfOnePixelMeetsABorder) {
  for (const std::uint64_t seed : kSeeds) {
    EXPECT_TRUE(any_of(combined("conv", seed), [](const CaseTranscript& entry) {
      const Shape& w = entry.the_case.inputs.at("w").shape;
      return w[2] == 1 && w[3] == 1 && entry.the_case.attributes.at("pad") > 0.0 &&
             entry.the_case.attributes.at("stride") == 1.0;
    })) << seed;
  }
}

TEST(CombinedCases, AStateOfZerosMeetsAGradientThatIsNot) {
  for (const std::uint64_t seed : kSeeds) {
    EXPECT_TRUE(any_of(combined("rnn_step", seed), [](const CaseTranscript& entry) {
      return is_zero(entry.the_case.inputs.at("prev_h")) && !is_zero(entry.u.at("next_h"));
    })) << seed;
  }
}

TEST(CombinedCases, RowsOfTheUpstreamGradientCancel) {
  for (const char* name : {"embedding", "rmsnorm", "layernorm"}) {
    for (const std::uint64_t seed : kSeeds) {
      EXPECT_TRUE(any_of(combined(name, seed),
                         [](const CaseTranscript& entry) { return has_row_that_cancels(entry.u.at("out")); }))
          << name << ", " << seed;
    }
  }
}

TEST(CombinedCases, ALateStepMeetsASlowDecay) {
  for (const std::uint64_t seed : kSeeds) {
    EXPECT_TRUE(any_of(combined("adam", seed), [](const CaseTranscript& entry) {
      const auto& attributes = entry.the_case.attributes;
      return attributes.at("t") > 50000.0 && attributes.at("beta2") > 0.99998 && attributes.at("beta2") < 1.0;
    })) << seed;
  }
}

// A threshold of 1e-12 on the upstream gradient shows only if errors that small count.
TEST(CombinedCases, AFaintUpstreamGradientHasAFaintTolerance) {
  for (const std::uint64_t seed : kSeeds) {
    const Op& op = *find_op("depthwise_conv");
    EXPECT_TRUE(any_of(combined(op.name, seed), [&](const CaseTranscript& entry) {
      const Expected expected = expected_gradients(op, entry).at("x");
      const double largest = largest_magnitude(expected.lower);
      return largest > 0.0 && largest < 1e-50 && expected.tolerance.absolute < 1e-9 * largest;
    })) << seed;
  }
}

// Not every seed pairs this with a sequence that is long enough.
TEST(CombinedCases, TwoStepsWithAGradientMayLieFarApart) {
  const auto is_gap = [](const CaseTranscript& entry) {
    const Tensor& dh = entry.u.at("h");
    const std::size_t T = dh.shape[1];
    const auto size_at = [&](std::size_t t) {
      double sum = 0.0;
      for (std::size_t i = 0; i < dh.values.size(); ++i)
        sum += i / dh.shape[2] % T == t ? std::abs(dh.values[i]) : 0.0;
      return sum;
    };
    return T > 2 && size_at(0) > 0.0 && size_at(1) == 0.0 && size_at(T - 1) > 0.0;
  };
  EXPECT_TRUE(
      std::ranges::any_of(kSeeds, [&](std::uint64_t seed) { return any_of(combined("rnn", seed), is_gap); }));
}

double ratio_of_sizes(const Tensor& tensor) {
  double least = HUGE_VAL;
  for (const double value : tensor.values) {
    if (value != 0.0) least = std::min(least, std::abs(value));
  }
  return largest_magnitude(tensor) / least;
}

// What cancels, or is small beside the largest, shows only there.
TEST(CombinedCases, SmallNumbersMeetFarLargerOnesWhereALayerIsLinear) {
  for (const char* name : {"affine", "temporal_affine", "avg_pool", "max_pool", "upsample", "conv", "relu"}) {
    for (const std::uint64_t seed : kSeeds) {
      const Transcript cases = combined(name, seed);
      EXPECT_TRUE(any_of(
          cases,
          [](const CaseTranscript& entry) { return ratio_of_sizes(entry.the_case.inputs.at("x")) > 1e8; }))
          << name << ", " << seed;
      EXPECT_TRUE(
          any_of(cases, [](const CaseTranscript& entry) { return ratio_of_sizes(entry.u.at("out")) > 1e8; }))
          << name << ", " << seed;
    }
  }
}

// A softmax promises nothing beyond 1e3.
TEST(CombinedCases, NumbersAreNotFarLargerWhereALayerIsNotLinear) {
  for (const char* name : {"softmax", "batchnorm", "rnn_step"}) {
    EXPECT_FALSE(any_of(combined(name, 1), [](const CaseTranscript& entry) {
      return entry.the_case.note.find("1e9 times") != std::string::npos;
    })) << name;
  }
}

TEST(CombinedCases, SomeExamplesAreZeros) {
  const auto has_clear_rows = [](const CaseTranscript& entry) {
    const Tensor& x = entry.the_case.inputs.at("x");
    const std::size_t length = x.values.size() / x.shape.front();
    for (std::size_t i = 0; i < x.values.size(); i += length) {
      const auto first = x.values.begin() + static_cast<std::ptrdiff_t>(i);
      const bool is_clear = std::all_of(first, first + static_cast<std::ptrdiff_t>(length),
                                        [](double value) { return value == 0.0; });
      if (is_clear && !is_zero(x)) return true;
    }
    return false;
  };
  for (const char* name : {"affine", "temporal_affine", "rnn", "two_layer_net", "deep_net", "conv_net"}) {
    for (const std::uint64_t seed : kSeeds)
      EXPECT_TRUE(any_of(combined(name, seed), has_clear_rows)) << name << ", " << seed;
  }
}

TEST(CombinedCases, AClassHasAnother64BesideIt) {
  EXPECT_TRUE(any_of(combined("softmax_loss", 1), [](const CaseTranscript& entry) {
    return entry.the_case.inputs.at("x").shape[1] == 300;
  }));
}

// Code that knows a case again by its ends takes the twin for the case before it.
TEST(CombinedCases, TwinsFollowTheirCaseAndDifferInTheMiddle) {
  const Transcript cases = combined("log_softmax", 1);
  std::size_t twins = 0;
  for (std::size_t i = 1; i < cases.size(); ++i) {
    if (cases[i].the_case.note.find("in the middle of its inputs") == std::string::npos) continue;
    ++twins;
    const Tensor& one = cases[i - 1].the_case.inputs.at("x");
    const Tensor& other = cases[i].the_case.inputs.at("x");
    ASSERT_EQ(one.shape, other.shape);
    EXPECT_EQ(one.values.front(), other.values.front());
    EXPECT_EQ(one.values.back(), other.values.back());
    EXPECT_NE(one.values, other.values);
  }
  EXPECT_EQ(twins, 2u);
}

// Code that keeps a table by the shapes of its inputs takes the twin's attribute for the one it has seen. Not
// every seed has a step that leaves the shapes as they are with another border.
TEST(CombinedCases, ATwinDiffersInOneAttributeAndHasTheSameShapes) {
  const std::pair<const char*, const char*> attributes[] = {{"conv", "pad"},      {"dropout", "seed"},
                                                            {"layernorm", "eps"}, {"leaky_relu", "alpha"},
                                                            {"rope", "base"},     {"adam", "beta2"}};
  for (const auto& [name, attribute] : attributes) {
    bool found = false;
    for (const std::uint64_t seed : kSeeds) {
      const Transcript cases = combined(name, seed);
      for (std::size_t i = 1; i < cases.size(); ++i) {
        if (!cases[i].is_twin) continue;
        ASSERT_FALSE(cases[i - 1].is_twin) << name;
        Case other = cases[i].the_case;
        if (other.attributes == cases[i - 1].the_case.attributes) continue;
        EXPECT_TRUE(same_bits(other.inputs, cases[i - 1].the_case.inputs)) << name;
        const double value = other.attributes.at(attribute);
        other.attributes.at(attribute) = cases[i - 1].the_case.attributes.at(attribute);
        found = found || (other.attributes == cases[i - 1].the_case.attributes &&
                          value != cases[i - 1].the_case.attributes.at(attribute));
      }
    }
    EXPECT_TRUE(found) << name << ", " << attribute;
  }
}

TEST(CombinedCases, ManyAttributesDoNotKeepInputsFromMeeting) {
  EXPECT_GE(combined("conv_net", 1).size(), 20u);
}

// Not every seed pairs this with more than one sequence of more than one step.
TEST(CombinedCases, ASequenceEndsBeforeTheOthers) {
  const auto ends_early = [](const CaseTranscript& entry) {
    const auto& [name, upstream] = *entry.u.begin();
    if (upstream.shape.size() != 3 || upstream.shape[0] < 2 || upstream.shape[1] < 2) return false;
    const auto step = static_cast<std::ptrdiff_t>(upstream.shape[2]);
    const auto first = upstream.values.begin();
    const auto second_sequence = first + step * static_cast<std::ptrdiff_t>(upstream.shape[1]);
    const auto is_not_zero = [](double value) { return value != 0.0; };
    return std::any_of(first, first + step, is_not_zero) &&
           std::none_of(first + step, second_sequence, is_not_zero) &&
           std::any_of(second_sequence + step, upstream.values.end(), is_not_zero);
  };
  for (const char* name : {"rnn", "temporal_affine"}) {
    EXPECT_TRUE(std::ranges::any_of(kSeeds, [&](std::uint64_t seed) {
      return any_of(combined(name, seed), ends_early);
    })) << name;
  }
}

TEST(CombinedCases, NotesSayWhatIsUnusual) {
  EXPECT_TRUE(any_of(combined("affine", 1), [](const CaseTranscript& entry) {
    return entry.the_case.note.starts_with("The case combines unusual values: ") &&
           is_zero(entry.the_case.inputs.at("w")) ==
               (entry.the_case.note.find("w is 0 everywhere") != std::string::npos);
  }));
}

TEST(CombinedCases, AreTheSameForOneSeed) {
  const Transcript one = combined("gru_step", 7);
  const Transcript other = combined("gru_step", 7);
  ASSERT_EQ(one.size(), other.size());
  ASSERT_FALSE(one.empty());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_TRUE(same_bits(one[i].the_case.inputs, other[i].the_case.inputs));
    EXPECT_TRUE(same_bits(one[i].u, other[i].u));
  }
}

// Whatever the sampler of an op counts on, a case with other sizes is either drawn or refused.
TEST(CombinedCases, EveryOpHasSomeAndTheyAreSmall) {
  for (const Op& op : all_ops()) {
    const Transcript cases = combined_cases(op, op.probes, 1, {});
    EXPECT_FALSE(cases.empty()) << op.name;
    for (const CaseTranscript& entry : cases)
      EXPECT_LE(element_count(entry.the_case.inputs), 400u) << op.name;
  }
}

// cache + (1 - 0) (dw^2 - cache) leaves the last digit of the cache, which a tiny dw does not drown.
TEST(DrawnCase, HasOneAnswerOnlyIfAMeanMayBeMovedToItsNewNumber) {
  const Op& op = *find_op("rmsprop");
  const auto has_one_answer_for = [&](double dw) {
    const Case the_case = {{{"w", {{1, 1}, {0.5}}}, {"dw", {{1, 1}, {dw}}}, {"cache", {{1, 1}, {1.0}}}},
                           {{"learning_rate", 0.1}, {"decay_rate", 0.0}, {"epsilon", 1e-8}}};
    return has_one_answer(op, cases::question(op, op.probes.front(), 1, the_case));
  };
  EXPECT_TRUE(has_one_answer_for(1.0));
  EXPECT_FALSE(has_one_answer_for(1e-5));
}

TEST(CombinedCases, NeedAProbeToStartFrom) {
  EXPECT_TRUE(combined_cases(*find_op("affine"), {}, 1, {}).empty());
}

TEST(UnusualValues, OfAttributesLieWithinTheirLimits) {
  const auto values_of = [](double least, double most, bool whole) {
    return unusual_values({"name", "meaning", least, most, whole});
  };
  EXPECT_EQ(values_of(0, 1, true), (std::vector<double>{0, 1}));
  EXPECT_EQ(values_of(1, 1e9, true), (std::vector<double>{1, 2, 3, 7, 50001}));
  EXPECT_EQ(values_of(0, 1, false), (std::vector<double>{0, 1e-6, 1e-3, 0.5, 1.0 - 1e-5, 1}));
  EXPECT_EQ(values_of(1e-12, 1, false).front(), 1e-6);
  EXPECT_TRUE(values_of(0, 0x1p53, true).empty());  // a seed
}

TEST(UnusualValues, FillTensorsOfAnyShape) {
  backprop::Rng rng(1);
  for (const auto* all : {&unusual_numbers(), &unusual_upstream(), &unusual_indices()}) {
    for (const UnusualValue& unusual : *all) {
      for (const Shape& shape :
           {Shape{}, Shape{0}, Shape{1}, Shape{3}, Shape{2, 0}, Shape{2, 3}, Shape{2, 1, 4}}) {
        Tensor tensor = random_normal(rng, shape);
        const std::size_t size = tensor.values.size();
        unusual.fill(tensor, rng);
        EXPECT_EQ(tensor.shape, shape);
        EXPECT_EQ(tensor.values.size(), size);
      }
    }
  }
}

}  // namespace
}  // namespace grader
