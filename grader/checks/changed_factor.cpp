#include "grader/checks/changed_factor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "grader/checks/finding.hpp"
#include "grader/checks/formula.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr const char* kBatch = "N";

// A share of the right answer, which the changed factor multiplies. `row` is the batch row that it comes
// from, where the answer is a sum over the batch.
struct Share {
  Tensor tensor;
  std::optional<std::size_t> row;
};

// What is multiplied: a term, or a product in some elements.
struct Multiplied {
  std::string part;
  std::string through;
  std::string term;  // its words
  std::vector<std::string> factors;
  bool along_first = false;
};

struct Hypothesis {
  std::string words;  // after "what it would be"
  std::string without;
  std::string with;  // the values, or empty
};

bool has_batch_axis(const std::vector<std::string>& symbols) {
  return !symbols.empty() && symbols.front() == kBatch;
}

// Clears all but one batch row.
void keep_row(Tensor& tensor, std::size_t row) {
  const std::size_t width = tensor.values.size() / tensor.shape.front();
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (i / width != row) tensor.values[i] = 0.0;
  }
}

// A case with the values inside its formulas.
class CaseFormula {
 public:
  CaseFormula(const JudgedGradient& gradient, const JudgedCase& judged, const Formula& formula)
      : gradient_(&gradient), judged_(&judged) {
    const CaseTranscript& entry = *judged.entry;
    for (FormulaValue& value : formula.values(entry.the_case, entry.u)) {
      std::string name = value.name;
      values_.emplace(std::move(name), std::move(value));
    }
    if (formula.terms) terms_ = formula.terms(entry.the_case, entry.u);
  }

  const JudgedCase& judged() const { return *judged_; }
  const std::map<std::string, FormulaValue>& values() const { return values_; }
  const std::vector<FormulaTerm>& terms() const { return terms_; }

  // Returns the shares of what is multiplied, or nullopt when the sum cannot be taken apart.
  const std::optional<std::vector<Share>>& shares(const Multiplied& multiplied) {
    const std::string key = multiplied.through + '/' + multiplied.term;
    const auto found = shares_.find(key);
    if (found != shares_.end()) return found->second;
    return shares_
        .emplace(key, multiplied.term.empty() ? of_product(multiplied.through) : of_term(multiplied.term))
        .first->second;
  }

 private:
  std::optional<std::vector<Share>> of_term(const std::string& words) const {
    const auto found = std::ranges::find_if(
        terms_, [&](const FormulaTerm& term) { return term.of == gradient_->of && term.words == words; });
    if (found == terms_.end() || found->tensor.shape != judged_->actual.shape) return std::nullopt;
    return std::vector<Share>{{found->tensor, std::nullopt}};
  }

  std::optional<std::vector<Share>> of_product(const std::string& through) {
    Tensors upstream = judged_->entry->u;
    for (const OutputSpec& output : gradient_->op.outputs) {
      if (!output.differentiable) continue;
      if (!has_batch_axis(output.shape)) return std::nullopt;
      if (through.empty() || output.name == through) continue;
      std::ranges::fill(upstream.at(output.name).values, 0.0);
    }
    if (has_batch_axis(gradient_->shape)) return std::vector<Share>{{ask(upstream), std::nullopt}};
    std::vector<Share> shares;
    const std::size_t rows = upstream.begin()->second.shape.front();
    for (std::size_t row = 0; row < rows; ++row) {
      Tensors of_row = upstream;
      for (auto& [name, tensor] : of_row) keep_row(tensor, row);
      shares.push_back({ask(of_row), row});
    }
    return shares;
  }

  Tensor ask(const Tensors& upstream) {
    if (!instance_) instance_ = gradient_->op.start(judged_->entry->the_case);
    return instance_->backward(upstream).at(gradient_->of);
  }

  const JudgedGradient* gradient_;
  const JudgedCase* judged_;
  std::map<std::string, FormulaValue> values_;
  std::vector<FormulaTerm> terms_;
  std::optional<Instance> instance_;
  std::map<std::string, std::optional<std::vector<Share>>> shares_;
};

// Returns whether the axis holds the sizes of `symbol`, once or several times side by side: H of "4H".
bool holds(const std::string& axis, const std::string& symbol) {
  if (!axis.ends_with(symbol)) return false;
  const std::string_view times = std::string_view(axis).substr(0, axis.size() - symbol.size());
  return std::ranges::all_of(times, [](char c) { return c >= '0' && c <= '9'; });
}

// Returns the value that belongs to an element of the gradient, or nullopt when no axis tells which.
std::optional<double> value_at(const FormulaValue& value, const JudgedGradient& gradient, const Shape& place,
                               const std::optional<std::size_t>& row, bool along_first) {
  std::size_t offset = 0;
  for (std::size_t axis = 0; axis < value.shape.size(); ++axis) {
    const std::size_t size = value.tensor.shape.at(axis);
    std::optional<std::size_t> index;
    if (row && value.shape[axis] == kBatch) index = *row;
    for (std::size_t of = 0; of < place.size() && !(along_first && index); ++of) {
      if (holds(gradient.shape[of], value.shape[axis])) index = place[of] % size;
    }
    if (!index) return std::nullopt;
    offset = offset * size + *index;
  }
  return value.tensor.values.at(offset);
}

// Returns the number that multiplies a share under a hypothesis. It may be infinite where the factor is 0.
std::optional<double> ratio_at(const CaseFormula& of_case, const JudgedGradient& gradient,
                               const Hypothesis& hypothesis, const Shape& place, const Share& share,
                               bool along_first) {
  double ratio = 1.0;
  const auto multiply = [&](const std::string& name, bool divide) {
    if (name.empty()) return true;
    const auto found = of_case.values().find(name);
    if (found == of_case.values().end()) return false;
    const auto value = value_at(found->second, gradient, place, share.row, along_first);
    if (value) ratio = divide ? ratio / *value : ratio * *value;
    return value.has_value();
  };
  if (!multiply(hypothesis.with, false) || !multiply(hypothesis.without, true)) return std::nullopt;
  return ratio;
}

// Returns, for each element, whether it belongs to the part of the product.
std::vector<bool> elements_of(const std::string& part, const JudgedGradient& gradient,
                              const JudgedCase& judged) {
  std::vector<bool> in(judged.actual.values.size(), true);
  if (part.empty()) return in;
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    const std::vector<std::string> gates = gates_along(gradient.shape[axis]);
    if (gates.empty()) continue;
    const std::size_t size = judged.actual.shape[axis];
    for (std::size_t i = 0; i < in.size(); ++i) {
      in[i] = gates[coordinates(judged.actual.shape, i)[axis] * gates.size() / size] == part;
    }
  }
  return in;
}

// What a hypothesis says in one case.
enum class Says { no, nothing, yes };

Says said_in(CaseFormula& of_case, const JudgedGradient& gradient, const Multiplied& multiplied,
             const Hypothesis& hypothesis, const std::vector<bool>& in, const std::vector<bool>& wrong) {
  const JudgedCase& judged = of_case.judged();
  const auto& shares = of_case.shares(multiplied);
  if (!shares) return Says::no;
  Says says = Says::nothing;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!in[i]) continue;
    const Shape place = coordinates(judged.actual.shape, i);
    double predicted = judged.expected.lower.values[i];
    double size = 0.0;
    for (const Share& share : *shares) {
      const auto ratio = ratio_at(of_case, gradient, hypothesis, place, share, multiplied.along_first);
      if (!ratio) return Says::no;
      predicted += share.tensor.values[i] * (*ratio - 1.0);
      size += std::abs(share.tensor.values[i]) * (std::abs(*ratio) + 1.0);
    }
    // A factor that is 0 has taken with it what the others are.
    if (!std::isfinite(predicted)) continue;
    const double allowed = judged.expected.allowed(i) + judged.expected.tolerance.relative * size;
    if (!(std::abs(judged.actual.values[i] - predicted) <= allowed)) return Says::no;
    if (wrong[i]) says = Says::yes;
  }
  return says;
}

// Returns the changes that one factor of a product may have seen, the simplest first.
std::vector<Hypothesis> hypotheses_about(const std::vector<std::string>& factors,
                                         const std::map<std::string, FormulaValue>& values) {
  std::vector<Hypothesis> result;
  for (const std::string& factor : factors)
    result.push_back({fmt::format("without the factor {}", factor), factor, {}});
  for (const std::string& factor : factors) {
    for (const auto& [name, value] : values) {
      if (name != factor)
        result.push_back({fmt::format("with {} in the place of {}", name, factor), factor, name});
    }
  }
  for (const auto& [name, value] : values) {
    const bool again = std::ranges::find(factors, name) != factors.end();
    result.push_back({fmt::format("with the factor {} {}", name, again ? "twice" : "besides"), {}, name});
  }
  return result;
}

class Search {
 public:
  Search(const JudgedGradient& gradient, const Formula& formula) : gradient_(gradient) {
    for (const JudgedCase& judged : gradient.cases) {
      if (is_interval(judged)) continue;
      cases_.push_back(
          {CaseFormula(gradient, judged, formula), wrong_places(judged.actual, judged.expected)});
    }
    // A case in which some answer is wrong refutes most hypotheses, and small ones do it faster.
    std::ranges::stable_sort(cases_, {}, [](const auto& each) {
      const bool some_wrong = std::ranges::find(each.wrong, true) != each.wrong.end();
      return std::pair(!some_wrong, each.wrong.size());
    });
  }

  std::string sentence_about(const Multiplied& multiplied) {
    std::vector<std::vector<bool>> in;
    bool some_wrong = false;
    for (const auto& each : cases_) {
      in.push_back(elements_of(multiplied.part, gradient_, each.formula.judged()));
      for (std::size_t i = 0; i < each.wrong.size(); ++i) some_wrong |= each.wrong[i] && in.back()[i];
    }
    if (!some_wrong) return {};
    for (const Hypothesis& hypothesis :
         hypotheses_about(multiplied.factors, cases_.front().formula.values())) {
      int telling = 0;
      bool holds = true;
      for (std::size_t c = 0; c < cases_.size() && holds; ++c) {
        const Says says =
            said_in(cases_[c].formula, gradient_, multiplied, hypothesis, in[c], cases_[c].wrong);
        holds = says != Says::no;
        telling += says == Says::yes;
      }
      if (!holds || telling < 2) continue;
      return fmt::format(
          "{}our {} is what it would be {}{}{}.",
          multiplied.part.empty() ? "Y" : fmt::format("In the part of {}, y", multiplied.part),
          gradient_.name, hypothesis.words,
          multiplied.through.empty() ? "" : ", in what comes from " + gradient_name(multiplied.through),
          multiplied.term.empty() ? "" : ", in " + multiplied.term);
    }
    return {};
  }

  // The terms of the first case, which all cases have.
  std::vector<FormulaTerm> terms() const {
    return cases_.empty() ? std::vector<FormulaTerm>() : cases_.front().formula.terms();
  }

 private:
  struct Each {
    CaseFormula formula;
    std::vector<bool> wrong;
  };
  const JudgedGradient& gradient_;
  std::vector<Each> cases_;
};

}  // namespace

std::string changed_factor(const JudgedGradient& gradient) {
  const Formula* formula = formula_of(gradient.op.name);
  if (formula == nullptr || !formula->values || !is_judged_by_reference(gradient)) return {};
  Search search(gradient, *formula);
  for (const FormulaProduct& product : formula->products) {
    if (std::ranges::find(product.of, gradient.of) == product.of.end()) continue;
    const std::string sentence =
        search.sentence_about({product.part, product.through, {}, product.factors, product.along_first});
    if (!sentence.empty()) return sentence;
  }
  for (const FormulaTerm& term : search.terms()) {
    if (term.of != gradient.of || term.factors.empty()) continue;
    const std::string sentence = search.sentence_about({{}, {}, term.words, term.factors});
    if (!sentence.empty()) return sentence;
  }
  return {};
}

}  // namespace grader
