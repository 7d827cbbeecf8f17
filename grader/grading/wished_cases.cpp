#include "grader/grading/wished_cases.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/grading/further_cases.hpp"
#include "grader/grading/wished_sizes.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostElements = std::size_t{1} << 16;  // of all inputs
constexpr std::size_t kMostAnswered = std::size_t{1}
                                      << 16;               // elements of all outputs; see remote_subject.cpp
constexpr std::size_t kMostBeyond = std::size_t{1} << 13;  // elements of all inputs, where no side is seen
constexpr std::size_t kMostNear = 3;
constexpr std::size_t kMostNearInAttributes = 10;
constexpr double kNearby = 0.03;
constexpr std::size_t kMostBeyondOne = 16;  // cases beyond one number
constexpr double kRounding = 4e-16;
constexpr double kPartOfTolerance = 0.1;

bool all_finite(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values, [](double value) { return std::isfinite(value); });
}

bool all_finite(const Tensors& tensors) {
  return std::ranges::all_of(tensors, [](const auto& named) { return all_finite(named.second); });
}

std::size_t elements_of(const Tensors& tensors) {
  std::size_t count = 0;
  for (const auto& [name, tensor] : tensors) count += tensor.values.size();
  return count;
}

// Flags stay flags.
bool is_flags(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values, [](double value) { return value == 0.0 || value == 1.0; });
}

// Returns the inputs that may hold any numbers. Where there is a backward pass, those are the differentiable
// ones: a mask and a target are not.
std::vector<std::string> free_inputs(const Op& op, const Case& the_case) {
  std::vector<std::string> names;
  for (const InputSpec& input : op.inputs) {
    const auto found = the_case.inputs.find(input.name);
    if (found == the_case.inputs.end() || input.integer) continue;
    if (op.gradients().empty() ? !is_flags(found->second) : input.differentiable) names.push_back(input.name);
  }
  return names;
}

Case slightly_moved(const Op& op, Case the_case, backprop::Rng& rng) {
  for (const std::string& name : free_inputs(op, the_case)) {
    for (double& value : the_case.inputs.at(name).values) value *= 1.0 + kRounding * rng.normal();
  }
  return the_case;
}

bool agrees(const Tensors& moved, const std::map<std::string, Expected>& right) {
  for (const auto& [name, expected] : right) {
    Expected narrow = expected;
    narrow.tolerance.relative *= kPartOfTolerance;
    narrow.tolerance.absolute *= kPartOfTolerance;
    const auto found = moved.find(name);
    if (found == moved.end() || found->second.shape != narrow.lower.shape) return false;
    if (!compare(found->second, narrow).right()) return false;
  }
  return true;
}

// Returns whether the reference answers with finite numbers, and not with too many. Throws what it throws for
// inputs that are not for the layer.
bool is_answered(const Op& op, const CaseTranscript& entry) {
  LinkedSubject reference;
  const auto running = reference.start(op, entry.the_case);
  if (!all_finite(running->outputs) || elements_of(running->outputs) > kMostAnswered) return false;
  return op.gradients().empty() || all_finite(running->backward(entry.u));
}

// Returns whether rounding in the inputs hardly moves the reference's answer.
bool is_well_conditioned(const Op& op, const CaseTranscript& entry) {
  LinkedSubject reference;
  backprop::Rng rng(entry.seed);
  const auto running = reference.start(op, entry.the_case);
  const auto moved = reference.start(op, slightly_moved(op, entry.the_case, rng));
  std::map<std::string, Expected> outputs;
  for (const auto& [name, value] : running->outputs)
    outputs.emplace(name, expect_value(value, entry.tolerance));
  if (!agrees(moved->outputs, outputs)) return false;
  return op.gradients().empty() || agrees(moved->backward(entry.u), expected_gradients(op, entry));
}

class Wishes {
 public:
  Wishes(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
         const std::function<bool(Wish)>& offer)
      : op_(op), branch_(branch), seed_(seed), tolerance_(tolerance), offer_(offer) {}

  void near_in_values() { moved_to(0); }

  void near_in_attributes() {
    for (const AttributeSpec& attribute : op_.attributes) {
      if (attribute.whole || number() == 0.0) continue;
      for (const double factor : {1.0 + kNearby, 1.0 - kNearby})
        take_attribute(attribute, between_limits(attribute, number() * factor));
    }
  }

  void run() {
    attributes();
    sizes(sizes_near(number()));
    sizes(sizes_in_proportion(branch_, op_.probes));
    for (const Probe& probe : op_.probes) take(probe);
    if (!branch_.whole) values();
    sizes(products_near(number()));
    if (!branch_.whole) scales();
  }

  // Nothing says which side is taken, so few cases and small ones must do.
  void beyond() {
    most_elements_ = kMostBeyond;
    const double twice = 2.0 * number() + 2.0;
    for (const AttributeSpec& attribute : op_.attributes) {
      if (attribute.whole) take_attribute(attribute, twice <= attribute.most ? twice : number() + 1.0);
    }
    sizes(sizes_beyond(static_cast<std::size_t>(number())));
  }

 private:
  enum class Taken { yes, too_large, refused };

  double number() const { return branch_.number; }

  using Change = std::function<void(CaseTranscript&, backprop::Rng&)>;
  using ChangeInputs = std::function<void(Case&, backprop::Rng&)>;

  // Offers a case, unless it is too large or the reference has no finite answer.
  Taken take(
      const Probe& probe, const Change& change = {}, const ChangeInputs& change_inputs = {},
      std::function<Transcript()> beside = [] { return Transcript(); }) {
    if (!wanted_) return Taken::yes;
    CaseTranscript entry;
    const Taken made = make(probe, change, change_inputs, entry);
    if (made == Taken::yes) wanted_ = offer_({std::move(entry), std::move(beside)});
    return made;
  }

  Taken make(const Probe& probe, const Change& change, const ChangeInputs& change_inputs,
             CaseTranscript& entry) {
    const std::uint64_t seed = seed_for(seed_, op_.name + "/branch/" + std::to_string(offered_++));
    try {
      backprop::Rng rng(seed);
      Case the_case = op_.sample(rng, probe);
      if (change_inputs) change_inputs(the_case, rng);
      if (elements_of(the_case.inputs) > most_elements_) return Taken::too_large;
      entry = cases::question(op_, probe, seed, std::move(the_case));
      if (change) change(entry, rng);
      entry.probe = kFurtherProbe;
      entry.tolerance = tolerance_;
      return is_answered(op_, entry) ? Taken::yes : Taken::refused;
    } catch (const std::length_error&) {
      return Taken::too_large;
    } catch (const std::exception&) {  // these inputs are not for the layer
      return Taken::refused;
    }
  }

  Probe usual() const {
    Probe probe = op_.probes.front();
    probe.id = kFurtherProbe;
    return probe;
  }

  void sizes(const std::vector<Sizes>& wished) {
    for (const Sizes& each : wished) {
      const auto beside = [this, each] { return with_other_sizes_as_large(each); };
      if (take(with_sizes(usual(), each), {}, {}, beside) == Taken::too_large)
        take(with_sizes(usual(), with_small_others(each)));
    }
  }

  Transcript with_other_sizes_as_large(const Sizes& sizes) {
    Transcript result;
    const std::vector<Sizes> beside = sizes_beside(sizes);
    for (std::size_t i = 0; i < beside.size(); ++i) {
      CaseTranscript entry;
      if (make(with_sizes(usual(), beside[i]), {}, {}, entry) != Taken::yes) continue;
      result.push_back(std::move(entry));
      if (i == 0) break;  // it has all of them
    }
    return result;
  }

  void attributes() {
    const double away = branch_.whole ? 1.0 : 0.5 * std::abs(number());
    std::vector<double> values = {number() + away, number(), number() - away};
    if (branch_.whole) values.insert(values.begin(), number() + 2.0);
    for (const AttributeSpec& attribute : op_.attributes) {
      for (const double value : values) take_attribute(attribute, between_limits(attribute, value));
      if (branch_.whole || attribute.whole || number() == 0.0) continue;
      // A scale may be the reciprocal of an attribute, in a few elements only.
      for (const double value : {0.5 / number(), 2.0 / number()})
        take_attribute(attribute, value, with_sizes(usual(), {.n = 24, .d = 24}));
    }
  }

  // Where an attribute cannot be as far from the number as `value`, the one halfway to its limit.
  double between_limits(const AttributeSpec& attribute, double value) const {
    if (attribute.whole) return value;
    if (value > attribute.most && number() < attribute.most) return 0.5 * (number() + attribute.most);
    if (value < attribute.least && number() > attribute.least) return 0.5 * (number() + attribute.least);
    return value;
  }

  // Where the layer refuses the value with its usual sizes, it may want it with others.
  void take_attribute(const AttributeSpec& attribute, double value) {
    take_attribute(attribute, value, usual());
  }
  void take_attribute(const AttributeSpec& attribute, double value, const Probe& probe) {
    if (!(value >= attribute.least && value <= attribute.most)) return;
    if (attribute.whole && value != std::floor(value)) return;
    const auto change = [&](Case& the_case, backprop::Rng&) {
      const auto found = the_case.attributes.find(attribute.name);
      if (found == the_case.attributes.end()) throw std::invalid_argument("no such attribute");
      found->second = value;
    };
    const auto beside = [this, probe, change] { return with_inputs_of_its_size(probe, change); };
    if (take(probe, {}, change, beside) == Taken::yes || !attribute.whole) return;
    for (const Sizes& each : sizes_for_attribute(value)) {
      if (take(with_sizes(usual(), each), {}, change) == Taken::yes) return;
    }
  }

  // An attribute may decide nothing as long as no input is as large as it is: a limit, a delta. And where few
  // elements are kept, a small case keeps none.
  Transcript with_inputs_of_its_size(const Probe& probe, const ChangeInputs& change) {
    Transcript result;
    const auto mixed = [&](Case& the_case, backprop::Rng& rng) {
      change(the_case, rng);
      for (const std::string& name : free_inputs(op_, the_case)) {
        for (double& value : the_case.inputs.at(name).values) {
          const double size = std::abs(number()) * (1.0 + 2.0 * rng.uniform());
          if (rng.uniform() < 0.5) value = rng.uniform() < 0.5 ? size : -size;
        }
      }
    };
    const auto add = [&](const Probe& of_sizes, const ChangeInputs& change_inputs) {
      CaseTranscript entry;
      if (make(of_sizes, {}, change_inputs, entry) == Taken::yes) result.push_back(std::move(entry));
    };
    const Probe many = with_sizes(probe, {.n = 24, .d = 24});
    if (!branch_.whole) add(many, mixed);
    add(many, change);
    return result;
  }

  // Moves the elements of `tensor` to around the number, some of them onto it, or to one side of it.
  void move(Tensor& tensor, int side, backprop::Rng& rng) const {
    const double away = number() == 0.0 ? 1.0 : std::abs(number());
    for (double& value : tensor.values) {
      const double far = away * (0.1 + std::abs(rng.normal()));
      value = number() + (side == 0 ? (rng.uniform() < 0.5 ? far : -far) : side * far);
    }
    if (side == 0 && !tensor.values.empty()) tensor.values[rng.index(tensor.values.size())] = number();
  }

  using ChangeTensor = std::function<void(Tensor&, backprop::Rng&)>;

  void take_upstream(const ChangeTensor& change) {
    take(usual(), [&](CaseTranscript& entry, backprop::Rng& rng) {
      for (auto& [name, tensor] : entry.u) change(tensor, rng);
    });
  }

  void take_inputs(const ChangeTensor& change) {
    take(usual(), {}, [&](Case& the_case, backprop::Rng& rng) {
      for (const std::string& name : free_inputs(op_, the_case)) change(the_case.inputs.at(name), rng);
    });
  }

  void take_each_input(const ChangeTensor& change) {
    for (const InputSpec& input : op_.inputs) {
      take(usual(), {}, [&](Case& the_case, backprop::Rng& rng) {
        const auto names = free_inputs(op_, the_case);
        if (std::ranges::find(names, input.name) == names.end()) throw std::invalid_argument("not free");
        change(the_case.inputs.at(input.name), rng);
      });
    }
  }

  void values() {
    for (const int side : {0, 1, -1}) moved_to(side);
    take_inputs([&](Tensor& tensor, backprop::Rng&) { std::ranges::fill(tensor.values, number()); });
  }

  void moved_to(int side) {
    const auto change = [&](Tensor& tensor, backprop::Rng& rng) { move(tensor, side, rng); };
    take_upstream(change);
    take_inputs(change);
    take_each_input(change);
  }

  // What is compared may have been computed: a variance, a norm, an exponential.
  void scales() {
    for (const double scale : {1e2, 1e-2, 1e3, 1e-3, 1e4, 1e-4, 1e5, 1e-5, 1e6, 1e-6, 1e8, 1e-8}) {
      const auto change = [&](Tensor& tensor, backprop::Rng&) {
        for (double& value : tensor.values) value *= scale;
      };
      take_inputs(change);
      take_upstream(change);
      take_each_input(change);
    }
  }

  const Op& op_;
  const Branch& branch_;
  std::uint64_t seed_;
  Tolerance tolerance_;
  const std::function<bool(Wish)>& offer_;
  std::size_t most_elements_ = kMostElements;
  std::size_t offered_ = 0;
  bool wanted_ = true;
};

}  // namespace

std::vector<Scaling> scalings(const Op& op) {
  std::vector<Scaling> result = {{}};
  if (op.probes.empty() || !op.sample) return {};
  if (!op.gradients().empty()) result.push_back({.upstream = true, .input = {}});
  for (const InputSpec& input : op.inputs) {
    if (input.differentiable && !input.integer) result.push_back({.upstream = false, .input = input.name});
  }
  return result;
}

std::optional<CaseTranscript> scaled_case(const Op& op, const Scaling& scaling, double scale,
                                          std::uint64_t seed, const Tolerance& tolerance) {
  const auto scaled = [&](Tensor& tensor) {
    for (double& value : tensor.values) value *= scale;
  };
  try {
    const std::uint64_t of_case = seed_for(seed, op.name + "/scaled");
    backprop::Rng rng(of_case);
    Probe probe = op.probes.front();
    probe.id = kFurtherProbe;
    Case the_case = op.sample(rng, probe);
    if (!scaling.upstream) {
      for (const std::string& name : free_inputs(op, the_case)) {
        if (scaling.input.empty() || scaling.input == name) scaled(the_case.inputs.at(name));
      }
    }
    CaseTranscript entry = cases::question(op, probe, of_case, std::move(the_case));
    entry.probe = kFurtherProbe;
    entry.tolerance = tolerance;
    if (scaling.upstream) {
      for (auto& [name, tensor] : entry.u) scaled(tensor);
    }
    if (!is_answered(op, entry)) return std::nullopt;
    return entry;
  } catch (const std::exception&) {  // these inputs are not for the layer
    return std::nullopt;
  }
}

bool has_one_answer(const Op& op, const CaseTranscript& entry) {
  try {
    return is_answered(op, entry) && is_well_conditioned(op, entry);
  } catch (const std::exception&) {  // the moved inputs are not for the layer
    return false;
  }
}

void wish_cases(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
                const std::function<bool(Wish)>& offer) {
  if (op.probes.empty() || !op.sample) return;
  Wishes(op, branch, seed, tolerance, offer).run();
}

Transcript cases_beyond(const Op& op, std::size_t number, std::uint64_t seed, const Tolerance& tolerance) {
  if (op.probes.empty() || !op.sample) return {};
  Branch branch;
  branch.whole = true;
  branch.number = static_cast<double>(number);
  Transcript beyond;
  const auto is_new = [&](const CaseTranscript& entry) {
    return std::ranges::none_of(beyond, [&](const CaseTranscript& other) {
      return symbol_sizes(op, other.the_case) == symbol_sizes(op, entry.the_case) &&
             other.the_case.attributes == entry.the_case.attributes;
    });
  };
  const std::function<bool(Wish)> offer = [&](Wish wish) {
    if (is_new(wish.entry) && has_one_answer(op, wish.entry)) beyond.push_back(std::move(wish.entry));
    return beyond.size() < kMostBeyondOne;
  };
  Wishes(op, branch, seed, tolerance, offer).beyond();
  return beyond;
}

Transcript cases_near(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance) {
  Transcript near;
  if (op.probes.empty() || !op.sample) return near;
  std::size_t most = kMostNear;
  const std::function<bool(Wish)> offer = [&](Wish wish) {
    if (has_one_answer(op, wish.entry)) near.push_back(std::move(wish.entry));
    return near.size() < most;
  };
  Wishes(op, branch, seed, tolerance, offer).near_in_values();
  most = near.size() + kMostNearInAttributes;
  Wishes(op, branch, seed, tolerance, offer).near_in_attributes();
  return near;
}

}  // namespace grader
