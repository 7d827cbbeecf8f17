#include "grader/grading/wished_cases.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "grader/checks/right_answers.hpp"
#include "grader/grading/further_cases.hpp"

namespace grader {

namespace {

constexpr double kLargestSize = 96;
constexpr std::size_t kMostElements = std::size_t{1} << 14;  // of all inputs
constexpr std::size_t kMostNear = 3;
constexpr double kRounding = 4e-16;
constexpr double kPartOfTolerance = 0.1;

bool all_finite(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values, [](double value) { return std::isfinite(value); });
}

bool all_finite(const Tensors& tensors) {
  return std::ranges::all_of(tensors, [](const auto& named) { return all_finite(named.second); });
}

std::size_t elements_of(const Case& the_case) {
  std::size_t count = 0;
  for (const auto& [name, tensor] : the_case.inputs) count += tensor.values.size();
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

// Returns whether the reference answers with finite numbers. Throws what it throws for inputs that are not
// for the layer.
bool is_answered(const Op& op, const CaseTranscript& entry) {
  LinkedSubject reference;
  const auto running = reference.start(op, entry.the_case);
  if (!all_finite(running->outputs)) return false;
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
         const std::function<bool(CaseTranscript)>& offer)
      : op_(op), branch_(branch), seed_(seed), tolerance_(tolerance), offer_(offer) {}

  void near() { moved_to(0); }

  void run() {
    attributes();
    sizes();
    for (const Probe& probe : op_.probes) take(probe);
    if (branch_.whole) return;
    values();
    scales();
  }

 private:
  double number() const { return branch_.number; }

  using Change = std::function<void(CaseTranscript&, backprop::Rng&)>;
  using ChangeInputs = std::function<void(Case&, backprop::Rng&)>;

  // Offers a case, unless it is too large or the reference has no finite answer.
  void take(const Probe& probe, const Change& change = {}, const ChangeInputs& change_inputs = {}) {
    if (!wanted_) return;
    if (auto entry = made(probe, change, change_inputs)) wanted_ = offer_(std::move(*entry));
  }

  std::optional<CaseTranscript> made(const Probe& probe, const Change& change,
                                     const ChangeInputs& change_inputs) {
    const std::uint64_t seed = seed_for(seed_, op_.name + "/branch/" + std::to_string(offered_++));
    try {
      backprop::Rng rng(seed);
      Case the_case = op_.sample(rng, probe);
      if (change_inputs) change_inputs(the_case, rng);
      if (elements_of(the_case) > kMostElements) return std::nullopt;
      CaseTranscript entry = cases::question(op_, probe, seed, std::move(the_case));
      if (change) change(entry, rng);
      entry.probe = kFurtherProbe;
      entry.tolerance = tolerance_;
      if (is_answered(op_, entry)) return entry;
    } catch (const std::exception&) {  // these inputs are not for the layer
    }
    return std::nullopt;
  }

  Probe usual() const {
    Probe probe = op_.probes.front();
    probe.id = kFurtherProbe;
    return probe;
  }

  void sizes() {
    if (number() != std::floor(number()) || std::abs(number()) > kLargestSize) return;
    // `i < 16` compares with 15, and i is 16 only where the size is 17.
    for (const double off : {1.0, 0.0, -1.0, 2.0}) {
      const double size = number() + off;
      if (size < 1.0) continue;
      for (std::size_t Probe::*dimension : {&Probe::n, &Probe::t, &Probe::d, &Probe::m}) {
        Probe probe = usual();
        probe.*dimension = static_cast<std::size_t>(size);
        take(probe);
      }
    }
  }

  void attributes() {
    for (const AttributeSpec& attribute : op_.attributes) {
      const double away = branch_.whole ? 1.0 : 0.5 * std::abs(number());
      for (const double off : {away, 0.0, -away}) {
        const double value = number() + off;
        if (value < attribute.least || value > attribute.most) continue;
        if (attribute.whole && value != std::floor(value)) continue;
        take(usual(), {}, [&](Case& the_case, backprop::Rng&) {
          const auto found = the_case.attributes.find(attribute.name);
          if (found == the_case.attributes.end()) throw std::invalid_argument("no such attribute");
          found->second = value;
        });
      }
    }
  }

  // Moves the elements of `tensor` to around the number, or to one side of it.
  void move(Tensor& tensor, int side, backprop::Rng& rng) const {
    const double away = number() == 0.0 ? 1.0 : std::abs(number());
    for (double& value : tensor.values) {
      const double far = away * (0.1 + std::abs(rng.normal()));
      value = number() + (side == 0 ? (rng.uniform() < 0.5 ? far : -far) : side * far);
    }
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
  const std::function<bool(CaseTranscript)>& offer_;
  std::size_t offered_ = 0;
  bool wanted_ = true;
};

}  // namespace

bool has_one_answer(const Op& op, const CaseTranscript& entry) {
  try {
    return is_answered(op, entry) && is_well_conditioned(op, entry);
  } catch (const std::exception&) {  // the moved inputs are not for the layer
    return false;
  }
}

void wish_cases(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
                const std::function<bool(CaseTranscript)>& offer) {
  if (op.probes.empty() || !op.sample) return;
  Wishes(op, branch, seed, tolerance, offer).run();
}

Transcript cases_near(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance) {
  Transcript near;
  const std::function<bool(CaseTranscript)> offer = [&](CaseTranscript entry) {
    if (has_one_answer(op, entry)) near.push_back(std::move(entry));
    return near.size() < kMostNear;
  };
  if (!op.probes.empty() && op.sample) Wishes(op, branch, seed, tolerance, offer).near();
  return near;
}

}  // namespace grader
