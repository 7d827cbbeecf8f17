// The formulas name what is there: their values and terms have the shapes of the op, and terms add up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "grader/checks/comparison.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/formula.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

std::vector<const Op*> ops_with_formulas() {
  std::vector<const Op*> result;
  for (const Op& op : all_ops()) {
    if (formula_of(op.name) != nullptr) result.push_back(&op);
  }
  return result;
}

bool is_output(const Op& op, const std::string& name) {
  return std::ranges::find(op.outputs, name, &OutputSpec::name) != op.outputs.end();
}

TEST(Formulas, HaveValuesOfTheShapesThatTheyName) {
  for (const Op* op : ops_with_formulas()) {
    const Formula& formula = *formula_of(op->name);
    if (!formula.values) continue;
    for (const CaseTranscript& entry : cases::plan(*op, 3)) {
      const auto sizes = symbol_sizes(*op, entry.the_case);
      for (const FormulaValue& value : formula.values(entry.the_case, entry.u)) {
        Shape shape;
        for (const std::string& symbol : value.shape) {
          // Layers with gates have H in no input of their own but the state.
          ASSERT_TRUE(sizes.contains(symbol)) << op->name << ' ' << value.name << ' ' << symbol;
          shape.push_back(sizes.at(symbol));
        }
        EXPECT_EQ(value.tensor.shape, shape) << op->name << ' ' << value.name;
      }
    }
  }
}

TEST(Formulas, MultiplyValuesThatTheyName) {
  for (const Op* op : ops_with_formulas()) {
    const Formula& formula = *formula_of(op->name);
    const CaseTranscript entry = cases::plan(*op, 3).front();
    std::set<std::string> values;
    if (formula.values) {
      for (const FormulaValue& value : formula.values(entry.the_case, entry.u)) values.insert(value.name);
    }
    for (const FormulaProduct& product : formula.products) {
      for (const std::string& factor : product.factors)
        EXPECT_TRUE(values.contains(factor)) << op->name << ' ' << factor;
      for (const std::string& of : product.of) EXPECT_TRUE(op->has_gradient(of)) << op->name << ' ' << of;
      EXPECT_TRUE(product.through.empty() || is_output(*op, product.through)) << op->name;
    }
    if (!formula.terms) continue;
    for (const FormulaTerm& term : formula.terms(entry.the_case, entry.u)) {
      EXPECT_TRUE(op->has_gradient(term.of) || is_output(*op, term.of)) << op->name << ' ' << term.of;
      for (const std::string& factor : term.factors)
        EXPECT_TRUE(values.contains(factor)) << op->name << ' ' << factor;
    }
  }
}

struct WholeSum {
  const char* op;
  const char* of;
  std::vector<std::string> terms;  // those that make the sum; empty for all
  const char* besides = "";        // an input that is added unchanged
};

TEST(Formulas, HaveTermsThatAddUp) {
  const std::vector<WholeSum> sums = {
      {"layernorm", "x", {}},
      {"batchnorm", "x", {}},
      {"batchnorm_alt", "x", {}},
      {"spatial_batchnorm", "x", {}},
      {"group_norm", "x", {}},
      {"attention", "q", {}},
      {"attention", "k", {}},
      {"attention_recomputed", "q", {}},
      {"multi_head_attention", "x", {}},
      {"tied_embedding", "w", {}},
      {"gru_step", "prev_h", {}},
      {"softmax", "x", {}},
      {"masked_softmax", "x", {}},
      {"log_softmax", "x", {}},
      {"rmsnorm", "x", {}},
      {"adam", "next_m", {}},
      {"adam", "next_v", {}},
      {"adam", "next_w", {}, "w"},
      {"adamw", "next_w", {}, "w"},
      {"rmsprop", "next_cache", {}},
      {"rmsprop", "next_w", {}, "w"},
      {"sgd_momentum", "next_velocity", {}},
      {"sgd_momentum", "next_w", {}, "w"},
      {"softmax_loss", "x", {"the term p", "what is subtracted at the right class"}},
      {"temporal_softmax_loss", "x", {"the term p", "what is subtracted at the right class"}},
      {"cross_entropy_smoothed",
       "x",
       {"the term p of the right class", "the term p of the other classes",
        "what is subtracted at the right class", "what is subtracted at every class"}},
      {"td_target", "target", {"the reward", "what is expected after the step"}}};
  for (const WholeSum& sum : sums) {
    const Op& op = *find_op(sum.op);
    for (const CaseTranscript& entry : cases::plan(op, 3)) {
      Tensor added;
      for (const FormulaTerm& term : formula_of(op.name)->terms(entry.the_case, entry.u)) {
        const bool wanted = sum.terms.empty() || std::ranges::find(sum.terms, term.words) != sum.terms.end();
        if (term.of != sum.of || !wanted) continue;
        added =
            added.shape.empty() ? term.tensor : combine(1.0, {{"", added}}, 1.0, {{"", term.tensor}}).at("");
      }
      if (*sum.besides != 0)
        added = combine(1.0, {{"", added}}, 1.0, {{"", entry.the_case.inputs.at(sum.besides)}}).at("");
      const Expected right = op.gradients().empty()
                                 ? expect_value(op.start(entry.the_case).outputs.at(sum.of))
                                 : expect_gradients(op, entry.the_case, entry.u, 1).at(sum.of);
      if (right.lower.values != right.upper.values) continue;
      Expected loosely = right;  // terms that cancel are as rounded as they are large
      for (const FormulaTerm& term : formula_of(op.name)->terms(entry.the_case, entry.u)) {
        if (term.of != sum.of) continue;
        for (std::size_t i = 0; i < term.tensor.values.size(); ++i)
          loosely.scale.values[i] += std::abs(term.tensor.values[i]);
      }
      EXPECT_TRUE(compare(added, loosely).right()) << sum.op << " d" << sum.of << ' ' << entry.probe;
    }
  }
}

}  // namespace
}  // namespace grader
