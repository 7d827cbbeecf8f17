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

struct Range {
  std::size_t least;
  std::size_t most;
};

// Returns how many time steps, counted from the last, are right before the first wrong one. A step that
// should be 0 and is says nothing, so the number may be a range. Returns nullopt when a step is right
// although a later one is wrong: no break of the chain explains that.
std::optional<Range> right_steps(const JudgedCase& judged, std::size_t axis) {
  const std::vector<bool> wrong = wrong_slices(judged, axis);
  std::vector<bool> tells = wrong;
  for (std::size_t i = 0; i < judged.expected.lower.values.size(); ++i) {
    if (judged.expected.lower.values[i] != 0.0)
      tells[coordinates(judged.expected.lower.shape, i).at(axis)] = true;
  }
  Range right{0, wrong.size()};
  for (std::size_t back = 0; back < wrong.size(); ++back) {
    const std::size_t t = wrong.size() - 1 - back;
    if (wrong[t]) {
      right.most = std::min(right.most, back);
    } else if (tells[t]) {
      if (right.most < back) return std::nullopt;
      right.least = back + 1;
    }
  }
  return right;
}

// What the gradients of one step say together. Those that say nothing are neither right nor wrong.
struct StepSays {
  bool something_right = false;
  bool something_wrong = false;

  bool all_wrong() const { return something_wrong && !something_right; }
};

StepSays said_by(const std::vector<std::string>& step, const IsRight& is_right) {
  StepSays says;
  for (const std::string& name : step) {
    const std::optional<bool> right = is_right(name);
    says.something_right |= right == true;
    says.something_wrong |= right == false;
  }
  return says;
}

// Returns whether the answer is wrong in every case that says something. An answer that is right in some may
// be cut off in the others where `along` does not show it yet.
bool is_wrong_everywhere(const JudgedGradient& gradient) {
  return std::ranges::all_of(gradient.cases, [](const JudgedCase& judged) {
    const bool comparable = judged.actual.shape == judged.expected.lower.shape;
    return !comparable || is_wrong(judged) || !is_telling(judged);
  });
}

bool is_wrong_elsewhere(const JudgedGradient& gradient) {
  if (!gradient.elsewhere) return false;
  return std::ranges::any_of(gradient.elsewhere(), [](const JudgedCase& judged) {
    return judged.actual.shape != judged.expected.lower.shape || is_wrong(judged);
  });
}

}  // namespace

std::string chain_sentence(const Op& op, const std::string& wrong, const IsRight& is_right) {
  const auto here =
      std::find_if(op.chain.begin(), op.chain.end(), [&](const auto& step) { return contains(step, wrong); });
  if (here == op.chain.end()) return {};
  // What all later steps get right came through this one. A single one may be right by accident.
  const auto passes = [&](auto step) {
    bool some = false;
    for (++step; step != op.chain.end(); ++step) {
      const StepSays says = said_by(*step, is_right);
      if (says.something_wrong) return false;
      some = some || says.something_right;
    }
    return some;
  };
  bool all_right = true;
  for (auto step = op.chain.begin(); step != here; ++step) {
    const StepSays says = said_by(*step, is_right);
    if (says.all_wrong() && !passes(step))
      return fmt::format(" The chain breaks at {} already.", names_of(*step));
    all_right = all_right && !says.something_wrong;
  }
  if (said_by(*here, is_right).something_right) {
    const bool wrong_later = std::any_of(
        here + 1, op.chain.end(), [&](const auto& step) { return said_by(step, is_right).something_wrong; });
    return fmt::format(" {} {} is right.",
                       wrong_later ? "What reaches" : "The chain is not broken there: what reaches",
                       wrong_later ? gradient_name(wrong) : names_of(*here));
  }
  if (passes(here)) {
    return fmt::format(" The chain is not broken there: every step behind {} is right.", names_of(*here));
  }
  if (here == op.chain.begin())
    return fmt::format(" The chain breaks at {}, where it begins.", names_of(*here));
  return fmt::format(
      " The chain breaks at {}: {}.", names_of(*here),
      all_right ? "every step before it is right" : "what reaches the steps before it is right");
}

std::string time_sentence(const Op& op, const JudgedGradient& own, const JudgedGradient& along) {
  if (!op.back_in_time) return {};
  const std::size_t axis = time_axis(along);
  std::optional<Range> right;  // one number that fits all cases, or there is nothing to say
  for (const JudgedCase& judged : along.cases) {
    if (judged.actual.shape.at(axis) < 2 || !is_wrong(judged)) continue;
    const auto steps = right_steps(judged, axis);
    if (!steps) return {};
    right = right ? Range{std::max(right->least, steps->least), std::min(right->most, steps->most)} : *steps;
  }
  if (right && right->least != right->most) return {};
  if (!right) {
    if (own.of == along.of || std::ranges::any_of(along.cases, is_wrong)) return {};
    if (!is_wrong_everywhere(own) || is_wrong_elsewhere(along))
      return fmt::format(" Here {} is right at every time step.", along.name);
    return fmt::format(
        " {} is right at every time step: the chain through time holds, and {} goes wrong beside it.",
        along.name, own.name);
  }
  if (right->most == 0)
    return fmt::format(" {} is wrong at the last time step already, where the way back begins.", along.name);
  return fmt::format(
      " The chain breaks on the way back in time: {} is right at the last {}, and wrong at every step "
      "before.",
      along.name, right->most == 1 ? "time step" : fmt::format("{} time steps", right->most));
}

}  // namespace grader
