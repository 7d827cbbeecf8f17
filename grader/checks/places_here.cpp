#include "grader/checks/places_here.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/finding.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// More slices than this are no help.
constexpr std::size_t kFew = 4;

// The picked elements of a case, in row-major order, or an empty list when `input` does not pick along the
// last axis.
std::vector<bool> picked_by(const InputSpec& input, const JudgedGradient& gradient,
                            const JudgedCase& judged) {
  std::vector<std::string> shape = input.shape;
  shape.push_back(input.below);
  if (!input.integer || input.below.empty() || shape != gradient.shape) return {};
  const Tensor& picks = judged.entry->the_case.inputs.at(input.name);
  const std::size_t width = judged.actual.shape.back();
  std::vector<bool> picked(judged.actual.values.size(), false);
  for (std::size_t row = 0; row < picks.values.size(); ++row)
    picked.at(row * width + static_cast<std::size_t>(picks.values[row])) = true;
  return picked;
}

// Returns whether all wrong elements are among those with `picked` == `which`, in at least two cases that
// have other elements, which are right and not 0.
bool only_among(const InputSpec& input, const JudgedGradient& gradient, bool which) {
  int telling = 0;
  for (const JudgedCase& judged : gradient.cases) {
    const std::vector<bool> picked = picked_by(input, gradient, judged);
    if (picked.empty()) return false;
    const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
    bool others_tell = false;
    for (std::size_t i = 0; i < wrong.size(); ++i) {
      if (picked[i] == which) continue;
      if (wrong[i]) return false;
      others_tell |= std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i);
    }
    telling += others_tell && is_wrong(judged);
  }
  return telling >= 2;
}

// Returns whether the wrong slices of a case are wrong nearly everywhere, and not in some elements.
bool wholly_wrong(const JudgedCase& judged, std::size_t axis, const std::vector<bool>& wrong_slice) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  std::size_t in = 0, all = 0;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!wrong_slice[coordinates(judged.actual.shape, i).at(axis)]) continue;
    ++all;
    // A wrong formula gives 0 where 0 is right.
    in += wrong[i] || std::abs(judged.expected.lower.values[i]) <= judged.expected.allowed(i);
  }
  return 4 * in >= 3 * all;
}

// Returns whether the mistake is one of places along this axis: in each wrong case, and at least in two, some
// of at least three slices are right, and the others wholly wrong. Single wrong elements may lie together by
// chance.
bool is_of_places(const JudgedGradient& gradient, std::size_t axis) {
  int telling = 0;
  for (const JudgedCase& judged : gradient.cases) {
    if (!is_wrong(judged)) continue;
    const std::vector<bool> wrong = wrong_slices(judged, axis);
    if (std::ranges::find(wrong, false) == wrong.end() || !wholly_wrong(judged, axis, wrong)) return false;
    telling += wrong.size() > 2;
  }
  return telling >= 2;
}

}  // namespace

std::string slice_word(const std::vector<std::string>& symbols, std::size_t axis) {
  const std::string& symbol = symbols.at(axis);
  const auto has = [&](const char* wanted) { return std::ranges::find(symbols, wanted) != symbols.end(); };
  if (symbols.size() == 4 && has("H") && has("W")) {
    constexpr const char* kWords[] = {"image", "channel", "row", "column"};
    return kWords[axis];
  }
  if (has("HH") && has("WW")) {
    for (const auto& [name, word] :
         {std::pair("F", "filter"), {"C", "channel"}, {"HH", "filter row"}, {"WW", "filter column"}}) {
      if (symbol == name) return word;
    }
  }
  if (symbol == "N") return "batch row";
  if (symbol == "T") return "time step";
  return "index along " + symbol;
}

std::vector<std::string> gates_along(const std::string& symbol) {
  if (symbol == "4H") return {"i", "f", "o", "g"};
  if (symbol == "3H") return {"r", "z", "n"};
  return {};
}

std::vector<bool> in_parts(const std::vector<bool>& slices, std::size_t parts) {
  std::vector<bool> set(parts, false);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    if (slices[i]) set[i * parts / slices.size()] = true;
  }
  return set;
}

std::string picked_elements(const JudgedGradient& gradient) {
  for (const InputSpec& input : gradient.op.inputs) {
    const char* meaning = input.name == "y" ? ", the right class of each row" : "";
    if (only_among(input, gradient, true)) {
      return fmt::format("{} is wrong only at elements that {} picks{}.", gradient.name, input.name, meaning);
    }
    if (only_among(input, gradient, false)) {
      return fmt::format("{} is right at the elements that {} picks{}, and wrong only at others.",
                         gradient.name, input.name, meaning);
    }
  }
  return {};
}

std::string places_here(const JudgedGradient& gradient, const JudgedCase& shown) {
  std::size_t best_axis = 0;
  std::vector<std::string> best;
  double best_share = 1.0;
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    if (!is_of_places(gradient, axis)) continue;
    const std::vector<bool> wrong = wrong_slices(shown, axis);
    std::vector<std::string> places;
    for (std::size_t i = 0; i < wrong.size(); ++i) {
      if (wrong[i]) places.push_back(std::to_string(i));
    }
    const double share = static_cast<double>(places.size()) / static_cast<double>(wrong.size());
    if (places.empty() || places.size() > kFew || !(share < best_share)) continue;
    best_axis = axis;
    best = places;
    best_share = share;
  }
  if (best.empty()) return {};
  const std::string word = slice_word(gradient.shape, best_axis);
  // "time steps 0 and 3", "index 2 along D"
  const std::string list = enumerated(best);
  const bool index = word.starts_with("index");
  const std::string where = index ? fmt::format("{} {} along {}", best.size() == 1 ? "index" : "indices",
                                                list, gradient.shape[best_axis])
                                  : fmt::format("{}{} {}", word, best.size() == 1 ? "" : "s", list);
  return fmt::format("Here {} is wrong in {} only, counted from 0.", gradient.name, where);
}

}  // namespace grader
