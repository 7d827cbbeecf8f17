#include "grader/checks/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "grader/checks/finding.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// "dw2 and db2".
std::string names_of(const std::vector<std::string>& step) {
  std::string text;
  for (std::size_t i = 0; i < step.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == step.size() ? " and " : ", ") + gradient_name(step[i]);
  }
  return text;
}

bool contains(const std::vector<std::string>& step, const std::string& name) {
  return std::find(step.begin(), step.end(), name) != step.end();
}

std::size_t time_axis(const JudgedGradient& gradient) {
  const auto axis = std::find(gradient.shape.begin(), gradient.shape.end(), "T");
  return static_cast<std::size_t>(axis - gradient.shape.begin());
}

// Returns how many time steps, counted from the last, are right before the first wrong one. Returns nullopt
// when a step is right although a later one is wrong: no break of the chain explains that.
std::optional<std::size_t> right_steps(const JudgedCase& judged, std::size_t axis) {
  const std::vector<bool> wrong = wrong_slices(judged, axis);
  const auto first = std::find(wrong.rbegin(), wrong.rend(), true);
  if (std::find(first, wrong.rend(), false) != wrong.rend()) return std::nullopt;
  return static_cast<std::size_t>(first - wrong.rbegin());
}

}  // namespace

std::string chain_sentence(const Op& op, const std::string& wrong, const IsRight& is_right) {
  const auto here =
      std::find_if(op.chain.begin(), op.chain.end(), [&](const auto& step) { return contains(step, wrong); });
  if (here == op.chain.end()) return {};
  for (auto step = op.chain.begin(); step != here; ++step) {
    if (std::any_of(step->begin(), step->end(), is_right)) continue;
    return fmt::format(" The chain breaks at {} already.", names_of(*step));
  }
  if (std::any_of(here->begin(), here->end(), is_right)) {
    return fmt::format(" The chain is not broken there: what reaches {} is right.", names_of(*here));
  }
  return fmt::format(" The chain breaks at {}: every step before it is right.", names_of(*here));
}

std::string time_sentence(const Op& op, const std::string& wrong, const JudgedGradient& along) {
  if (!op.back_in_time) return {};
  const std::size_t axis = time_axis(along);
  std::optional<std::size_t> fewest;
  for (const JudgedCase& judged : along.cases) {
    if (judged.actual.shape.at(axis) < 2 || !is_wrong(judged)) continue;
    const auto right = right_steps(judged, axis);
    if (!right) return {};
    fewest = fewest ? std::min(*fewest, *right) : *right;
  }
  if (!fewest) {
    if (wrong == along.of) return {};
    return fmt::format(
        " {} is right at every time step: the chain through time holds, and {} goes wrong beside it.",
        along.name, gradient_name(wrong));
  }
  if (*fewest == 0)
    return fmt::format(" {} is wrong at the last time step already, where the way back begins.", along.name);
  return fmt::format(
      " The chain breaks on the way back in time: {} is right at the last {}, and wrong at every step "
      "before.",
      along.name, *fewest == 1 ? "time step" : fmt::format("{} time steps", *fewest));
}

}  // namespace grader
