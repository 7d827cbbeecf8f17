#include "grader/grading/computed_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/grading/drawn_case.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostScaled = 3;  // comparisons
constexpr std::uint64_t kMostDraws = 3;
constexpr double kNear = 0.4;        // a factor of 1.5: nearer is not searched for
constexpr double kNearEnough = 3.0;  // a factor of 20
constexpr double kScales[] = {1e-4, 1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 1e3, 1e4};
constexpr double kFinerSteps[] = {1.3, 1.07, 1.015};

// What of a case is made larger or smaller, so that something that is computed from it reaches a number.
struct Scaling {
  bool upstream = false;  // the upstream gradients; otherwise inputs
  std::string input;      // this one alone; empty for all
};

std::vector<Scaling> scalings(const Op& op) {
  std::vector<Scaling> result = {{}};
  if (op.probes.empty() || !op.sample) return {};
  if (!op.gradients().empty()) result.push_back({.upstream = true, .input = {}});
  for (const InputSpec& input : op.inputs) {
    if (input.differentiable && !input.integer) result.push_back({.upstream = false, .input = input.name});
  }
  return result;
}

// Returns the op's first probe, with what the scaling names multiplied by `scale` and everything else as
// `seed` draws it. Returns nullopt where the reference has no finite answer.
std::optional<CaseTranscript> scaled_case(const Op& op, const Scaling& scaling, double scale,
                                          std::uint64_t seed, const Tolerance& tolerance) {
  const auto scaled = [&](Tensor& tensor) {
    for (double& value : tensor.values) value *= scale;
  };
  const auto scale_inputs = [&](Case& the_case, backprop::Rng&) {
    for (const std::string& name : free_inputs(op, the_case)) {
      if (scaling.input.empty() || scaling.input == name) scaled(the_case.inputs.at(name));
    }
  };
  const auto scale_upstream = [&](CaseTranscript& entry, backprop::Rng&) {
    for (auto& [name, tensor] : entry.u) scaled(tensor);
  };
  Probe probe = op.probes.front();
  probe.id = kFurtherProbe;
  CaseDraw draw{op, probe, seed_for(seed, op.name + "/scaled"), tolerance};
  if (scaling.upstream)
    draw.change_question = scale_upstream;
  else
    draw.change_inputs = scale_inputs;
  CaseTranscript entry;
  if (draw_case(draw, entry) != Drawn::yes) return std::nullopt;
  return entry;
}

// By what factor a value is off the number, as a logarithm. Near 1, where probabilities end, it is the
// distance to 1 that counts: 0.9999 is as far from 0.999 as 0.01 is from 0.1. Infinite for another sign.
double distance(double value, double number) {
  if (!(value / number > 0.0)) return std::numeric_limits<double>::infinity();
  const double factor = std::abs(std::log(value / number));
  const double rest = 1.0 - std::abs(number);
  if (!(rest > 0.0 && rest < 0.5)) return factor;
  const double rest_of_value = 1.0 - std::abs(value);
  if (!(rest_of_value > 0.0)) return std::numeric_limits<double>::infinity();
  return std::max(factor, std::abs(std::log(rest_of_value / rest)));
}

bool is_near(double value, double number) { return distance(value, number) < kNear; }

// The case in which a value came nearest to a number.
struct Nearest {
  double distance = std::numeric_limits<double>::infinity();
  double scale = 1.0;
  std::optional<CaseTranscript> entry;

  void note(double new_distance, double new_scale, const CaseTranscript& new_entry) {
    if (!(new_distance < distance)) return;
    distance = new_distance;
    scale = new_scale;
    entry = new_entry;
  }
};

}  // namespace

void find_cases_at_computed_numbers(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                    std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further) {
  std::size_t searched = 0;
  for (const PlacedBranch& placed : branches) {
    const Branch& branch = placed.branch;
    if (branch.whole || branch.two_values || branch.number == 0.0 || searched++ == kMostScaled) continue;
    if (is_near(branch.nearest_below, branch.number) && is_near(branch.nearest_above, branch.number))
      continue;
    Nearest below, above;
    const auto ask = [&](const Scaling& scaling, std::uint64_t draw, double scale) {
      auto entry = scaled_case(op, scaling, scale, seed + draw, tolerance);
      if (!entry) return;
      further.asking = *entry;
      try {
        const auto running = subject.start(op, entry->the_case);
        if (!op.gradients().empty()) running->backward(entry->u);
      } catch (const Failure&) {
        return;
      }
      const std::vector<Branch> all = subject.branches();
      const Branch* now = same_branch(all, branch);
      if (!now) return;
      if (now->below) below.note(distance(now->nearest_below, branch.number), scale, *entry);
      if (now->above) above.note(distance(now->nearest_above, branch.number), scale, *entry);
    };
    const auto is_done = [&] { return below.distance < kNearEnough && above.distance < kNearEnough; };
    // Whether a value can come near may depend on the draw: some example has to be nearly right for that.
    for (std::uint64_t draw = 0; draw < kMostDraws && !is_done(); ++draw) {
      for (const Scaling& scaling : scalings(op)) {
        for (const double scale : kScales) ask(scaling, draw, scale);
        // An exponential passes the number within a small part of a scale.
        for (const double step : kFinerSteps) {
          for (const Nearest* each : {&below, &above}) {
            if (!each->entry || each->distance < kNear) continue;
            const double middle = each->scale;
            for (const int power : {-3, -2, -1, 1, 2, 3}) ask(scaling, draw, middle * std::pow(step, power));
          }
        }
      }
    }
    for (Nearest* each : {&below, &above}) {
      if (!each->entry || !(each->distance < kNearEnough) || !has_one_answer(op, *each->entry)) continue;
      each->entry->the_case.note = drawn_because(placed);
      further.cases.push_back(std::move(*each->entry));
      if (further.taken.empty() || further.taken.back().place != placed.place)
        further.taken.push_back(placed);
    }
  }
  further.asking.reset();
}

}  // namespace grader
