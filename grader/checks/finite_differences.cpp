#include "grader/checks/finite_differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/comparison.hpp"
#include "grader/checks/evidence.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

// Both limits are measured, as medians over the elements of a case. A derivation whose inputs are off in the
// last bit is off by 4e-16, and by 4e-15 in the worst cases. Differences are off by 3e-13 (affine, central, h
// = 1e-3) to 7e-6 (softmax_loss, one-sided, h = 1e-5).
constexpr double kLeastError = 2e-14;
constexpr double kMostError = 1e-3;
// How far an element may be off for the answer to count as exact as differences get, and to come from a
// difference at all. Both are shares of the size of the terms: where a gate is saturated, the noise of a
// difference is as large as elsewhere, and the right value next to nothing. A difference across a kink can
// miss the whole value.
constexpr double kReach = 1e-5;
constexpr double kFarthest = 2.0;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Returns the median error over the elements with a scale above 0, or nullopt when there is no such element
// or an answer is not finite.
std::optional<double> median_error(const Tensor& actual, const Expected& expected) {
  std::vector<double> errors;
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    const double scale = expected.scale.values[i];
    if (!(scale > kAbsoluteTolerance)) continue;
    const double value = actual.values[i];
    if (!std::isfinite(value)) return std::nullopt;
    const double right = std::clamp(value, expected.lower.values[i], expected.upper.values[i]);
    errors.push_back(std::abs(value - right) / scale);
  }
  if (errors.empty()) return std::nullopt;
  return median(std::move(errors));
}

// Returns whether each element of the output depends only on the input element at its place. If so, one
// forward pass with all elements moved gives all slopes.
bool elementwise(const Op& op, const CaseTranscript& entry, const std::string& name) {
  const auto input = entry.the_case.inputs.find(name);
  if (entry.u.size() != 1 || input == entry.the_case.inputs.end()) return false;
  const std::string& output = entry.u.begin()->first;
  if (!entry.right->has_slope(op, entry)) return false;
  LinkedSubject reference;
  const Tensor here = reference.start(op, entry.the_case)->outputs.at(output);
  if (here.shape != input->second.shape) return false;
  Case moved = entry.the_case;
  std::vector<double>& values = moved.inputs.at(name).values;
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] += 0.25;
  const Tensor there = reference.start(op, moved)->outputs.at(output);
  for (std::size_t i = 1; i < here.values.size(); i += 2) {
    if (there.values[i] != here.values[i]) return false;
  }
  return true;
}

bool enough_calls(const Op& op, const CaseTranscript& entry, const std::string& name, std::size_t elements) {
  if (entry.forward_calls == 0) return false;
  return entry.forward_calls >= elements || elementwise(op, entry, name);
}

// Returns whether the finding says something about how exact the numbers are.
bool about_numbers(const Finding& finding) {
  if (finding.status == Status::pass) return true;
  if (finding.status != Status::fail || !finding.evidence) return false;
  const std::string& failing = finding.evidence->failing_class;
  return failing == "linearity" || failing == "numeric" || failing == "reference";
}

// The case whose median error is the largest, to be shown.
struct Shown {
  const CaseTranscript* entry = nullptr;
  double error = -1.0;
};

struct Found {
  std::optional<double> error;
  Shown worst;
};

Expected expected_of(const Op& op, const CaseTranscript& entry, const std::string& name) {
  return expected_gradients(op, entry).at(name);
}

// Judges how exact the answers of these cases are.
Found errors_of(const Op& op, const std::vector<const CaseTranscript*>& cases, const std::string& name) {
  Found found;
  std::vector<double> errors;
  std::size_t telling = 0;
  for (const CaseTranscript* entry : cases) {
    const Expected expected = expected_of(op, *entry, name);
    const Tensor& actual = entry->b_u.at(name);
    if (actual.shape != expected.lower.shape) return {};
    const auto error = median_error(actual, expected);
    if (!error) continue;
    errors.push_back(*error);
    telling += *error >= kLeastError && *error <= kMostError;
    if (*error > found.worst.error) found.worst = {entry, *error};
  }
  if (!errors.empty() && 2 * telling > errors.size()) found.error = median(std::move(errors));
  return found;
}

Found look(const Op& op, const Transcript& transcript, const std::string& name) {
  if (!op.has_gradient(name) || first_failure(transcript)) return {};
  std::vector<const CaseTranscript*> called;  // found first because it is cheap and mostly empty
  for (const CaseTranscript& entry : transcript) {
    const auto answer = entry.b_u.find(name);
    if (answer == entry.b_u.end()) return {};
    if (enough_calls(op, entry, name, answer->second.values.size())) called.push_back(&entry);
  }
  if (2 * called.size() <= transcript.size()) return {};
  return errors_of(op, called, name);
}

// Returns the largest scale of the tensor, and at least the size of the upstream gradient: the noise of a
// difference goes with it even where all terms vanish, as for a batch of one that is normalised.
double size_of_terms(const Op& op, const CaseTranscript& entry, const std::string& name) {
  double size = largest_magnitude(expected_of(op, entry, name).scale);
  for (const auto& [output, u] : entry.u) size = std::max(size, largest_magnitude(u));
  return size;
}

// Returns whether every comparison of this gradient's check agrees to `share` of the size of its terms.
bool agrees_to(double share, const Op& op, const Transcript& transcript, const std::string& name) {
  Transcript loosened = transcript;
  for (CaseTranscript& entry : loosened)
    entry.tolerance.absolute = std::max(entry.tolerance.absolute, share * size_of_terms(op, entry, name));
  return check_gradient(op, loosened, name).status == Status::pass;
}

}  // namespace

std::optional<double> finite_difference_error(const Op& op, const Transcript& transcript,
                                              const std::string& name) {
  return look(op, transcript, name).error;
}

std::string doubt_about_derivation(const Op& op, std::span<const CaseTranscript> answers,
                                   const std::string& name) {
  if (!op.has_gradient(name)) return {};
  std::vector<const CaseTranscript*> answered;
  for (const CaseTranscript& entry : answers) {
    if (entry.failure) return {};
    if (entry.b_u.contains(name)) answered.push_back(&entry);
  }
  const std::optional<double> error = errors_of(op, answered, name).error;
  if (!error) return {};
  return fmt::format(
      "In ordinary cases {} is right, but to {:.0f} digits only, and a derivation is right to 15: was it "
      "derived?",
      gradient_name(name), std::floor(-std::log10(*error)));
}

Finding name_finite_differences(const Op& op, const Transcript& transcript, const std::string& name,
                                Finding finding) {
  if (!about_numbers(finding)) return finding;
  const Found found = look(op, transcript, name);
  if (!found.error) return finding;
  const bool reaches = agrees_to(kReach, op, transcript, name);
  if (!reaches && !agrees_to(kFarthest, op, transcript, name)) return finding;
  const CaseTranscript& entry = *found.worst.entry;
  Finding named;
  named.status = Status::fail;
  named.message = fmt::format(
      "{} looks as if it was found by finite differences, not derived: it is right to about 1e{:.0f}, and "
      "the backward pass calls what the forward pass calls.",
      gradient_name(name), std::log10(*found.error));
  if (!reaches) named.message += " Some elements are off by more than 1e-5.";
  named.evidence =
      make_evidence(reaches ? kFiniteDifferences : kInexactFiniteDifferences, gradient_name(name), entry,
                    expected_of(op, entry, name), entry.b_u.at(name), nullptr);
  return named;
}

}  // namespace grader
