#include "grader/grading/drawn_case.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostAnswered = std::size_t{1}
                                      << 16;  // elements of all outputs; see remote_subject.cpp
constexpr double kRounding = 4e-16;
constexpr double kPartOfTolerance = 0.1;
constexpr int kDraws = 3;

bool all_finite(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values, [](double value) { return std::isfinite(value); });
}

bool all_finite(const Tensors& tensors) {
  return std::ranges::all_of(tensors, [](const auto& named) { return all_finite(named.second); });
}

bool has_zeros(const Tensors& tensors) {
  return std::ranges::any_of(tensors, [](const auto& named) {
    return std::ranges::find(named.second.values, 0.0) != named.second.values.end();
  });
}

// Flags stay flags.
bool is_flags(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values, [](double value) { return value == 0.0 || value == 1.0; });
}

// Returns what an attribute's last digit is a digit of. A share beta and the rest of 1 are used together, and
// m + (1 - beta) (g - m) is as right as beta m + (1 - beta) g. It leaves a digit of m even where beta is 0.
double size_of(const AttributeSpec& attribute, double value) {
  const bool is_share = attribute.least == 0.0 && attribute.most <= 1.0;
  return is_share ? 1.0 : std::abs(value);
}

// Moves attributes as well: 1 less an attribute near 1 has few digits, and solutions compute it in more ways
// than one.
Case slightly_moved(const Op& op, Case the_case, backprop::Rng& rng) {
  for (const std::string& name : free_inputs(op, the_case)) {
    for (double& value : the_case.inputs.at(name).values) value *= 1.0 + kRounding * rng.normal();
  }
  for (const AttributeSpec& attribute : op.attributes) {
    const auto found = the_case.attributes.find(attribute.name);
    if (attribute.whole || found == the_case.attributes.end()) continue;
    double& value = found->second;
    double by = kRounding * rng.normal() * size_of(attribute, value);
    if (!attribute.allows(value + by)) by = -by;  // at a limit
    if (attribute.allows(value + by)) value += by;
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
  if (!all_finite(running->outputs) || element_count(running->outputs) > kMostAnswered) return false;
  return op.gradients().empty() || all_finite(running->backward(entry.u));
}

bool is_on_open_kink(const Op& op, const Case& the_case) {
  if (!op.open_kinks) return false;
  const std::vector<double> kinks = op.open_kinks(the_case);
  return std::ranges::find(kinks, 0.0) != kinks.end();
}

// Returns whether rounding in the inputs hardly moves the reference's answer. One draw may leave out the
// element that counts, or move it to the harmless side of a kink.
bool is_well_conditioned(const Op& op, const CaseTranscript& entry) {
  if (is_on_open_kink(op, entry.the_case)) return false;
  LinkedSubject reference;
  backprop::Rng rng(entry.seed);
  const auto running = reference.start(op, entry.the_case);
  std::map<std::string, Expected> outputs;
  for (const auto& [name, value] : running->outputs)
    outputs.emplace(name, expect_value(value, entry.tolerance));
  // An upstream gradient of zeros says nothing about what is asked with the other one.
  std::vector<Tensors> upstream;
  if (!op.gradients().empty()) upstream.push_back(entry.u);
  if (!upstream.empty() && has_zeros(entry.u)) upstream.push_back(entry.v);
  std::vector<std::map<std::string, Expected>> gradients;
  for (const Tensors& each : upstream) {
    CaseQuestion question = entry;
    question.u = each;
    gradients.push_back(expected_gradients(op, question));
  }
  for (int draw = 0; draw < kDraws; ++draw) {
    const auto moved = reference.start(op, slightly_moved(op, entry.the_case, rng));
    if (!agrees(moved->outputs, outputs)) return false;
    for (std::size_t i = 0; i < upstream.size(); ++i) {
      if (!agrees(moved->backward(upstream[i]), gradients[i])) return false;
    }
  }
  return true;
}

}  // namespace

std::vector<std::string> free_inputs(const Op& op, const Case& the_case) {
  std::vector<std::string> names;
  for (const InputSpec& input : op.inputs) {
    const auto found = the_case.inputs.find(input.name);
    if (found == the_case.inputs.end() || input.integer) continue;
    if (op.gradients().empty() ? !is_flags(found->second) : input.differentiable) names.push_back(input.name);
  }
  return names;
}

Drawn draw_case(const CaseDraw& draw, CaseTranscript& entry) {
  const Op& op = draw.op;
  try {
    backprop::Rng rng(draw.seed);
    Case the_case = op.sample(rng, draw.probe);
    if (draw.change_inputs) draw.change_inputs(the_case, rng);
    if (element_count(the_case.inputs) > draw.most_elements) return Drawn::too_large;
    entry = cases::question(op, draw.probe, draw.seed, std::move(the_case));
    entry.probe = kFurtherProbe;
    entry.tolerance = draw.tolerance;
    if (draw.change_question) draw.change_question(entry, rng);
    return is_answered(op, entry) ? Drawn::yes : Drawn::refused;
  } catch (const std::length_error&) {
    return Drawn::too_large;
  } catch (const std::exception&) {  // these inputs are not for the layer
    return Drawn::refused;
  }
}

bool has_one_answer(const Op& op, const CaseTranscript& entry) {
  try {
    return is_answered(op, entry) && is_well_conditioned(op, entry);
  } catch (const std::exception&) {  // the moved inputs are not for the layer
    return false;
  }
}

}  // namespace grader
