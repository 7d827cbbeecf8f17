#include "grader/checks/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "grader/checks/right_answers.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr const char* kModifiedInput = "modified_input";
constexpr const char* kNotDeterministic = "not_deterministic";
constexpr const char* kModifiedCache = "modified_cache";
constexpr const char* kSharedState = "shared_state";

Finding broken(const CaseTranscript& entry, const char* failing_class, std::string message) {
  Evidence evidence;
  evidence.failing_class = failing_class;
  evidence.probe = entry.probe;
  evidence.case_seed = entry.seed;
  return {Status::fail, std::move(message), std::move(evidence)};
}

// Returns the name of a gradient whose second answer is the first one and the right one on top, as in a sum
// that is never cleared; empty when there is none. To such a sum an upstream gradient of 0 adds nothing.
std::string growing_gradient(const Op& op, const CaseTranscript& entry) {
  const auto expected = expected_gradients(op, entry);
  for (const auto& [name, first] : entry.b_u) {
    const auto right = expected.find(name);
    const auto second = entry.b_u_again.find(name);
    if (right == expected.end() || second == entry.b_u_again.end()) continue;
    const Shape& shape = right->second.lower.shape;
    if (first.shape != shape || second->second.shape != shape || same_bits(first, second->second)) continue;
    const auto before = entry.b_combined.find(name), after = entry.b_zero.find(name);
    const bool kept = before != entry.b_combined.end() && after != entry.b_zero.end() &&
                      same_bits(before->second, after->second);
    if (!kept) continue;
    const Tensor growth = combine(1.0, {{name, second->second}}, -1.0, {{name, first}}).at(name);
    if (compare(growth, right->second).right()) return gradient_name(name);
  }
  return {};
}

// The second backward pass over the same cache gave another answer.
Finding differs_at_once(const Op& op, const CaseTranscript& entry) {
  const std::string& backward = op.functions.back();
  if (same_bits(entry.b_u, entry.b_u_repeated)) {
    return broken(
        entry, kModifiedCache,
        fmt::format("{0} gives a different answer when it is called again with the same cache, and "
                    "the first answer again after a new forward pass: it must not change the cache.",
                    backward));
  }
  if (const std::string growing = growing_gradient(op, entry); !growing.empty()) {
    return broken(
        entry, kNotDeterministic,
        fmt::format("{} was called twice with the same arguments, and the second {} is the first one "
                    "with the right {} added on top: is it added up in a static or global variable "
                    "that is never cleared?",
                    backward, growing, growing));
  }
  return broken(
      entry, kNotDeterministic,
      fmt::format("{} gives a different answer when it is called again with the same arguments, even "
                  "after a new forward pass: is a variable read before it is given a value, or does "
                  "something outlast the call?",
                  backward));
}

// The answer differed after another forward pass had run. Two calls in a row had agreed.
Finding differs_in_between(const Op& op, const CaseTranscript& entry) {
  const std::string& backward = op.functions.back();
  if (same_bits(entry.b_u, entry.b_u_repeated)) {
    return broken(
        entry, kSharedState,
        fmt::format("{} answers differently when another forward pass has run in between, and as "
                    "before when none has: what backward needs belongs in the cache, not in a static "
                    "or global variable.",
                    backward));
  }
  return broken(
      entry, kNotDeterministic,
      fmt::format("{} and {} give a different answer when both are run again on the same input: is a "
                  "variable read before it is given a value, or does something outlast the calls?",
                  op.functions.front(), backward));
}

}  // namespace

Finding check_state(const Op& op, const CaseTranscript& entry) {
  if (!entry.modified.empty()) {
    return broken(entry, kModifiedInput,
                  fmt::format("{} was handed in as const and has been written to.", entry.modified.front()));
  }
  if (!same_bits(entry.outputs, entry.outputs_again)) {
    return broken(entry, kNotDeterministic,
                  fmt::format("{} gives different results for the same input.", op.functions.front()));
  }
  if (!same_bits(entry.b_u, entry.b_u_again)) return differs_at_once(op, entry);
  if (!same_bits(entry.b_u, entry.b_u_interleaved)) return differs_in_between(op, entry);
  return Finding::pass();
}

Finding check_state(const Op& op, const Transcript& transcript) {
  for (const CaseTranscript& entry : transcript) {
    Finding state = check_state(op, entry);
    if (state.status != Status::pass) return state;
  }
  return Finding::pass();
}

bool breaks_state(const Finding& finding) {
  if (finding.status != Status::fail || !finding.evidence) return false;
  constexpr std::array<std::string_view, 4> kClasses = {kModifiedInput, kNotDeterministic, kModifiedCache,
                                                        kSharedState};
  return std::find(kClasses.begin(), kClasses.end(), finding.evidence->failing_class) != kClasses.end();
}

}  // namespace grader
