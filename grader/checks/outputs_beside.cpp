#include "grader/checks/outputs_beside.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/checks/comparison.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

bool is_right(const Op& op, const CaseTranscript& entry, const std::string& name) {
  const auto actual = entry.outputs.find(name);
  if (actual == entry.outputs.end()) return false;
  const Tensor expected = entry.right->outputs(op, entry).at(name);
  return actual->second.shape == expected.shape && actual->second.values.size() == expected.values.size() &&
         compare(actual->second, expect_value(expected, entry.tolerance)).right();
}

// A rule hands its settings on, as next_beta1 and so on. That they are right is not worth a word.
bool is_setting(const Op& op, const std::string& output) {
  return std::ranges::any_of(op.attributes, [&](const AttributeSpec& attribute) {
    return !attribute.whole && output == "next_" + attribute.name;
  });
}

// "next_m and next_v are".
std::string subject(const std::vector<std::string>& names) {
  return enumerated(names) + (names.size() == 1 ? " is" : " are");
}

}  // namespace

std::string outputs_beside(const Op& op, const Transcript& transcript, const std::vector<std::string>& probes,
                           const std::string& wrong) {
  std::vector<std::string> right_ones;
  std::vector<std::string> wrong_ones;
  for (const OutputSpec& output : op.outputs) {
    if (output.name == wrong) continue;
    const bool right = std::ranges::all_of(transcript, [&](const CaseTranscript& entry) {
      const bool wanted = probes.empty() || std::ranges::find(probes, entry.probe) != probes.end();
      return !wanted || is_right(op, entry, output.name);
    });
    if (right && is_setting(op, output.name)) continue;
    (right ? right_ones : wrong_ones).push_back(output.name);
  }
  if (right_ones.empty() && wrong_ones.empty()) return {};
  if (wrong_ones.empty()) return fmt::format("{} right.", subject(right_ones));
  if (right_ones.empty()) return fmt::format("{} wrong too.", subject(wrong_ones));
  return fmt::format("{} wrong too, and {} right.", subject(wrong_ones), subject(right_ones));
}

}  // namespace grader
