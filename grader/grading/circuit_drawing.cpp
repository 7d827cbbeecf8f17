#include "grader/grading/circuit_drawing.hpp"

#include <algorithm>
#include <cmath>

#include "grader/checks/gradient.hpp"
#include "grader/circuits/pictures.hpp"
#include "grader/grading/failing_case.hpp"

namespace grader {

namespace {

// Returns the position of the case to draw, or nullopt when students may see none.
std::optional<std::size_t> case_to_draw(const ProblemSpec& spec, const Transcript& transcript,
                                        const std::vector<Check>& checks) {
  const auto position = [&](auto matches) -> std::optional<std::size_t> {
    const auto found = std::ranges::find_if(transcript, matches);
    if (found == transcript.end()) return std::nullopt;
    return static_cast<std::size_t>(found - transcript.begin());
  };
  for (const Check& check : checks) {
    if (!check.failing_case) continue;
    return position([&](const CaseTranscript& entry) {
      return entry.probe == check.failing_case->probe && entry.seed == check.failing_case->case_seed;
    });
  }
  return position([&](const CaseTranscript& entry) { return may_be_shown(spec, entry.probe); });
}

// Returns the number, or nullopt when there is none with this name.
std::optional<double> number(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  if (found == tensors.end() || found->second.values.size() != 1) return std::nullopt;
  return found->second.values.front();
}

double nearest_right(double value, const Expected& expected) {
  const double lower = expected.lower.values.front();
  return std::isnan(value) ? lower : std::clamp(value, lower, expected.upper.values.front());
}

}  // namespace

std::optional<DrawnCase> drawn_case(const ProblemSpec& spec, const Op& op, const Transcript& transcript,
                                    const std::vector<Check>& checks) {
  if (op.name != "circuit") return std::nullopt;
  const std::optional<std::size_t> i = case_to_draw(spec, transcript, checks);
  if (!i) return std::nullopt;
  const CaseTranscript& entry = transcript[*i];
  const Tensors& inputs = entry.the_case.inputs;
  WireNumbers numbers{values_of_seven_gates(*number(inputs, "x"), *number(inputs, "y"), *number(inputs, "z")),
                      {}};
  for (const auto& [wire, value] : numbers.values) {
    const std::optional<double> gradient = number(wire == "out" ? entry.u : entry.b_u, wire);
    if (!gradient) return std::nullopt;
    numbers.gradients[wire] = *gradient;
  }
  DrawnCase drawn{entry.probe, entry.seed, seven_gates(numbers)};
  ExpectedGradients expected(op, transcript);
  for (CircuitWire& wire : drawn.circuit.wires) {
    if (wire.name == "out") continue;
    const Expected& right = expected.at(*i, wire.name);
    if (!compare(entry.b_u.at(wire.name), right).right())
      wire.right_gradient = nearest_right(wire.gradient, right);
  }
  return drawn;
}

}  // namespace grader
