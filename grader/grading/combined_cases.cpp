#include "grader/grading/combined_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "grader/base/pairs.hpp"
#include "grader/base/strings.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/unusual_values.hpp"
#include "grader/grading/wished_sizes.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostElements = 400;        // of a case's inputs
constexpr std::size_t kMostOfAllElements = 6000;  // of the inputs of all cases
// A net has more gradients. Weights of zeros leave nothing but rounding there, which the next normalisation
// magnifies.
constexpr std::size_t kMostOfOneLayer = 8;
constexpr std::size_t kMostDescribed = 4;  // in a note
constexpr std::size_t kMostCases = 112;
constexpr std::size_t kMostEqualInputs = 3;
constexpr double kFaint = 1e-60;
constexpr std::size_t kTwins = 2;
constexpr std::size_t kMostTwinsTried = 200;  // of one attribute
// Most combinations of more attributes than that contradict each other, so inputs are combined without them
// first.
constexpr std::size_t kManyAttributes = 6;
constexpr std::size_t kMostCasesOfInputs = 30;

// n, d, m, t. 70 is more than a word has bits, and no multiple of what a loop is unrolled by. 300 are more
// classes than a byte has values, and each has another one 64 beside it.
constexpr std::size_t kCombinedSizes[][4] = {{1, 1, 1, 1},   {1, 2, 3, 2},  {2, 1, 2, 1},  {2, 2, 2, 2},
                                             {1, 5, 1, 3},   {5, 1, 3, 5},  {3, 3, 5, 1},  {3, 5, 2, 4},
                                             {1, 1, 300, 1}, {70, 1, 2, 1}, {1, 70, 2, 1}, {1, 1, 2, 70}};

bool have_same_shapes(const Tensors& a, const Tensors& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.shape == y.second.shape;
  });
}

// What one level of a factor does to a case. Each change may be empty.
struct Change {
  std::string description;
  std::optional<Probe> probe = {};
  ChangeInputs of_inputs = {};
  ChangeQuestion of_question = {};
};

using Factor = std::vector<Change>;  // the first changes nothing

// The probes as they are, and the first of them with other sizes: another's sampler may count on its sizes.
Factor probe_factor(const std::vector<Probe>& probes) {
  Factor factor;
  for (const Probe& probe : probes) factor.push_back({"", probe});
  Probe usual = probes.front();
  usual.id = kFurtherProbe;
  for (const auto& [n, d, m, t] : kCombinedSizes) factor.push_back({"", with_sizes(usual, {n, t, d, m})});
  return factor;
}

Factor attribute_factor(const AttributeSpec& attribute) {
  Factor factor = {{}};
  for (const double value : unusual_values(attribute)) {
    factor.push_back({fmt::format("{} is {}", attribute.name, value),
                      {},
                      [name = attribute.name, value](Case& the_case, backprop::Rng&) {
                        the_case.attributes.at(name) = value;
                      }});
  }
  return factor;
}

bool is_free(const Op& op, const Case& the_case, const std::string& name) {
  const std::vector<std::string> names = free_inputs(op, the_case);
  return std::ranges::find(names, name) != names.end();
}

// Returns the outputs of a usual case with one input times `factor`.
Tensors outputs_with(const Op& op, const Probe& probe, const std::string& name, double factor) {
  backprop::Rng rng(seed_for(0, op.name + "/linear"));
  Case the_case = op.sample(rng, probe);
  for (double& value : the_case.inputs.at(name).values) value *= factor;
  return LinkedSubject().start(op, the_case)->outputs;
}

// Returns whether outputs go along with the input, however large it gets.
bool is_linear_in(const Op& op, const Probe& probe, const std::string& name) {
  const Tensors at_zero = outputs_with(op, probe, name, 0.0);
  const Tensors at_one = outputs_with(op, probe, name, 1.0);
  const Tensors far_off = outputs_with(op, probe, name, 8.0);
  return std::ranges::all_of(op.differentiable_outputs(), [&](const std::string& output) {
    const Tensor along = combine(8.0, at_one, -7.0, at_zero).at(output);
    Expected expected = expect_value(along);
    for (double& scale : expected.scale.values) scale += largest_magnitude(along);
    return compare(far_off.at(output), expected).right();
  });
}

// Returns whether large numbers do no harm. Elsewhere an exponential or a variance may not stand them, and
// what is left of a saturated slope has few digits.
bool stands_large_numbers(const Op& op, const Probe& probe) {
  if (op.gradients().empty()) return false;
  try {
    return std::ranges::all_of(op.inputs, [&](const InputSpec& input) {
      return input.integer || !input.differentiable || is_linear_in(op, probe, input.name);
    });
  } catch (const std::exception&) {  // an input must not be 0
    return false;
  }
}

// What may be done to the inputs of an op.
std::vector<UnusualValue> unusual_of(const Op& op, bool with_scales, const InputSpec& input) {
  if (input.integer) return unusual_indices();
  std::vector<UnusualValue> values = unusual_numbers();
  if (op.gradients().empty()) return values;
  values.insert(values.end(), unusual_examples().begin(), unusual_examples().end());
  if (with_scales) values.insert(values.end(), unusual_scales().begin(), unusual_scales().end());
  return values;
}

// Where `only_free`, an input that is not free keeps what the sampler gives it.
Factor input_factor(const Op& op, const InputSpec& input, const std::vector<UnusualValue>& values,
                    bool only_free) {
  Factor factor = {{}};
  for (const UnusualValue& unusual : values) {
    const auto change = [&op, name = input.name, only_free, fill = unusual.fill](Case& the_case,
                                                                                 backprop::Rng& rng) {
      if (only_free && !is_free(op, the_case, name)) return;
      fill(the_case.inputs.at(name), rng);
    };
    factor.push_back({fmt::format(fmt::runtime(unusual.description), input.name), {}, change});
  }
  if (input.integer && !input.below.empty()) {
    const auto change = [&op, name = input.name, below = input.below](Case& the_case, backprop::Rng&) {
      const double last = static_cast<double>(symbol_sizes(op, the_case).at(below)) - 1.0;
      std::ranges::fill(the_case.inputs.at(name).values, last);
    };
    factor.push_back({fmt::format("all elements of {} are the last index", input.name), {}, change});
  }
  return factor;
}

// An input may equal another one of its shape: a perfect fit, a query that is its own key.
Factor equal_inputs_factor(const Op& op) {
  Factor factor = {{}};
  for (const InputSpec& input : op.inputs) {
    for (const InputSpec& other : op.inputs) {
      const bool fits = !input.integer && !other.integer && &input != &other && input.shape == other.shape;
      const bool may_change = op.gradients().empty() || input.differentiable;
      if (!fits || !may_change || factor.size() > kMostEqualInputs) continue;
      const auto change = [&op, to = input.name, from = other.name](Case& the_case, backprop::Rng&) {
        if (is_free(op, the_case, to)) the_case.inputs.at(to) = the_case.inputs.at(from);
      };
      factor.push_back({fmt::format("{} equals {}", input.name, other.name), {}, change});
    }
  }
  return factor;
}

bool is_data(const InputSpec& input) { return input.name == "x" && !input.integer; }

// Returns what the upstream gradient of an output may be. Where it is the only one it may be faint as well:
// whatever is linear in it is so small then.
Factor upstream_factor(const std::string& output, bool with_scales, bool is_alone) {
  Factor factor = {{}};
  std::vector<UnusualValue> values = unusual_upstream();
  if (with_scales) values.insert(values.end(), unusual_scales().begin(), unusual_scales().end());
  for (const UnusualValue& unusual : values) {
    const auto change = [output, fill = unusual.fill](CaseTranscript& entry, backprop::Rng& rng) {
      fill(entry.u.at(output), rng);
    };
    factor.push_back({fmt::format(fmt::runtime(unusual.description), "d" + output), {}, {}, change});
  }
  if (is_alone) {
    const auto make_faint = [](CaseTranscript& entry, backprop::Rng&) {
      entry.u = combine(kFaint, entry.u, 0.0, entry.v);
      entry.v = combine(kFaint, entry.v, 0.0, entry.v);
      entry.upstream_size = kFaint;
    };
    factor.push_back(
        {fmt::format("d{} is {:g} times as large as usual", output, kFaint), {}, {}, make_faint});
  }
  return factor;
}

std::vector<Factor> factors_of(const Op& op, const std::vector<Probe>& probes) {
  std::vector<Factor> factors = {probe_factor(probes)};
  for (const AttributeSpec& attribute : op.attributes) factors.push_back(attribute_factor(attribute));
  const bool with_scales = stands_large_numbers(op, probes.front());
  const bool is_net = op.gradients().size() > kMostOfOneLayer;
  for (const InputSpec& input : op.inputs) {
    if (input.integer || (!is_net && (input.differentiable || op.gradients().empty())))
      factors.push_back(input_factor(op, input, unusual_of(op, with_scales, input), !input.integer));
    else if (is_data(input))
      factors.push_back(input_factor(op, input, unusual_examples(), false));
  }
  if (Factor equal = equal_inputs_factor(op); equal.size() > 1) factors.push_back(std::move(equal));
  if (!op.gradients().empty()) {
    const std::vector<std::string> outputs = op.differentiable_outputs();
    for (const std::string& output : outputs)
      factors.push_back(upstream_factor(output, with_scales, outputs.size() == 1));
  }
  return factors;
}

class Combinations {
 public:
  Combinations(const Op& op, const std::vector<Probe>& probes, std::uint64_t seed, const Tolerance& tolerance)
      : op_(op), factors_(factors_of(op, probes)), seed_(seed), tolerance_(tolerance) {}

  Transcript draw() {
    std::vector<std::size_t> counts;
    for (const Factor& factor : factors_) counts.push_back(factor.size());
    if (op_.attributes.size() > kManyAttributes) {
      std::vector<std::size_t> of_inputs = counts;
      std::fill_n(of_inputs.begin() + 1, op_.attributes.size(), std::size_t{1});  // after the probes
      cover_pairs(of_inputs, kMostCasesOfInputs, [this](const Levels& row) { return add(row); });
    }
    cover_pairs(counts, kMostCases, [this](const Levels& row) { return add(row); });
    add_twins();
    return std::move(cases_);
  }

 private:
  bool add(const Levels& row) {
    if (elements_ > kMostOfAllElements) return false;
    std::vector<const Change*> changes;
    for (std::size_t i = 0; i < row.size(); ++i) changes.push_back(&factors_[i][row[i]]);
    const auto change_inputs = [&](Case& the_case, backprop::Rng& rng) {
      for (const Change* change : changes) {
        if (change->of_inputs) change->of_inputs(the_case, rng);
      }
    };
    const auto change_question = [&](CaseTranscript& entry, backprop::Rng& rng) {
      for (const Change* change : changes) {
        if (change->of_question) change->of_question(entry, rng);
      }
    };
    const std::uint64_t seed = seed_for(seed_, op_.name + "/combined/" + std::to_string(offered_++));
    CaseTranscript entry;
    if (draw_case(
            {op_, *changes.front()->probe, seed, tolerance_, change_inputs, change_question, kMostElements},
            entry) != Drawn::yes ||
        !has_one_answer(op_, entry))
      return false;
    entry.probe = kCombinedProbe;
    entry.the_case.note = note_of(changes);
    elements_ += element_count(entry.the_case.inputs);
    cases_.push_back(std::move(entry));
    return true;
  }

  // What code has kept of a case it may take for its twin's, which is asked next. Small cases come first: the
  // first that fails is shown.
  void add_twins() {
    std::ranges::stable_sort(
        cases_, {}, [](const CaseTranscript& entry) { return element_count(entry.the_case.inputs); });
    std::size_t twins = 0;
    for (std::size_t i = cases_.size(); i > 0 && twins < kTwins; --i) {
      auto twin = twin_of(cases_[i - 1]);
      if (!twin) continue;
      insert_twin(i, std::move(*twin));
      ++twins;
    }
    for (const AttributeSpec& attribute : op_.attributes) add_twin_in(attribute);
  }

  void insert_twin(std::size_t place, CaseTranscript twin) {
    twin.is_twin = true;
    cases_.insert(cases_.begin() + static_cast<std::ptrdiff_t>(place), std::move(twin));
  }

  bool has_twin(std::size_t i) const {
    return cases_[i].is_twin || (i + 1 < cases_.size() && cases_[i + 1].is_twin);
  }

  // Shapes do not tell the two apart, so a table that is kept by shapes is another's.
  void add_twin_in(const AttributeSpec& attribute) {
    std::size_t tried = 0;
    for (std::size_t i = cases_.size(); i > 0 && tried < kMostTwinsTried; --i) {
      if (has_twin(i - 1)) continue;
      const CaseTranscript& entry = cases_[i - 1];
      const auto one = LinkedSubject().start(op_, entry.the_case);
      for (const double value : values_beside(attribute, entry.the_case.attributes.at(attribute.name))) {
        if (tried++ == kMostTwinsTried) return;
        if (auto twin = twin_with(entry, *one, attribute.name, value)) {
          insert_twin(i, std::move(*twin));
          return;
        }
      }
    }
  }

  static std::vector<double> values_beside(const AttributeSpec& attribute, double value) {
    std::vector<double> values = {attribute.whole ? value + 1.0 : 0.5 * value};
    const std::vector<double> unusual = unusual_values(attribute);
    values.insert(values.end(), unusual.begin(), unusual.end());
    std::erase_if(values, [&](double other) { return other == value || !attribute.allows(other); });
    return values;
  }

  static CaseTranscript copy_of(const CaseTranscript& entry, const std::string& what) {
    CaseTranscript twin = entry;
    twin.right = remembered_answers();
    twin.seed = seed_for(entry.seed, "twin/" + what);
    return twin;
  }

  // Returns the case with the same first and last rows.
  std::optional<CaseTranscript> twin_of(const CaseTranscript& entry) const {
    CaseTranscript twin = copy_of(entry, "middle");
    twin.the_case.note = "The case differs from the one before it in the middle of its inputs only.";
    backprop::Rng rng(twin.seed);
    for (const std::string& name : free_inputs(op_, twin.the_case))
      redraw_the_middle(twin.the_case.inputs.at(name), rng);
    for (const InputSpec& input : op_.inputs) {
      if (is_data(input) && !is_free(op_, twin.the_case, input.name))
        halve_the_middle(twin.the_case.inputs.at(input.name));
    }
    if (same_bits(twin.the_case.inputs, entry.the_case.inputs) || !has_one_answer(op_, twin))
      return std::nullopt;
    return twin;
  }

  // Returns the case with another value of one attribute, if its answer has other numbers of the same shapes.
  // `one` is the case's own forward pass.
  std::optional<CaseTranscript> twin_with(const CaseTranscript& entry, Running& one,
                                          const std::string& attribute, double value) const {
    CaseTranscript twin = copy_of(entry, attribute);
    twin.the_case.attributes.at(attribute) = value;
    twin.the_case.note =
        fmt::format("The case differs from the one before it in {} only, which is {}.", attribute, value);
    try {
      const auto other = LinkedSubject().start(op_, twin.the_case);
      if (!have_same_shapes(one.outputs, other->outputs)) return std::nullopt;
      const bool differs =
          !same_bits(one.outputs, other->outputs) ||
          (!op_.gradients().empty() && !same_bits(one.backward(entry.u), other->backward(entry.u)));
      if (!differs) return std::nullopt;
    } catch (const std::exception&) {  // the layer does not allow the value with these inputs
      return std::nullopt;
    }
    if (!has_one_answer(op_, twin)) return std::nullopt;
    return twin;
  }

  static std::string note_of(const std::vector<const Change*>& changes) {
    std::vector<std::string> descriptions;
    for (const Change* change : changes) {
      if (!change->description.empty()) descriptions.push_back(change->description);
    }
    if (descriptions.empty()) return {};
    if (descriptions.size() > kMostDescribed) {
      const std::string more = fmt::format("and {} more", descriptions.size() - kMostDescribed);
      descriptions.resize(kMostDescribed);
      descriptions.push_back(more);
    }
    return fmt::format("The case combines unusual values: {}.", join(descriptions));
  }

  const Op& op_;
  std::vector<Factor> factors_;
  std::uint64_t seed_;
  Tolerance tolerance_;
  Transcript cases_;
  std::size_t elements_ = 0;
  std::size_t offered_ = 0;
};

}  // namespace

Transcript combined_cases(const Op& op, const std::vector<Probe>& probes, std::uint64_t seed,
                          const Tolerance& tolerance) {
  if (probes.empty() || !op.sample) return {};
  return Combinations(op, probes, seed, tolerance).draw();
}

}  // namespace grader
