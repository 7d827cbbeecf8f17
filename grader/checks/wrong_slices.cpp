#include "grader/checks/wrong_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "grader/base/strings.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

struct SlicePattern {
  const char* text;  // a format of the gradient's name and the slice's word
  std::function<bool(const std::vector<bool>&)> holds;
  bool of_last = false;        // the last index is told from a fixed one only where sizes differ
  bool break_in_time = false;  // along T it is what time_sentence says already
  bool others_wrong = false;   // "right in one only": nothing may be right in the others
};

// Returns whether each slice with a wrong element is wrong throughout. What is 0, or nearly so, says nothing:
// a wrong formula is within the tolerance there as well.
bool others_are_wrong(const JudgedCase& judged, std::size_t axis) {
  constexpr double kWellAbove = 1e3;
  const std::vector<bool> slices = wrong_slices(judged, axis);
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!slices[coordinates(judged.actual.shape, i).at(axis)] || wrong[i]) continue;
    if (std::abs(judged.expected.lower.values[i]) > kWellAbove * judged.expected.allowed(i)) return false;
  }
  return true;
}

std::vector<bool> only(std::size_t size, std::size_t index, bool value) {
  std::vector<bool> slices(size, !value);
  slices[index] = value;
  return slices;
}

const std::vector<SlicePattern>& slice_patterns() {
  using Slices = std::vector<bool>;
  static const std::vector<SlicePattern> patterns = {
      {"{} is right except in the last {}.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, true); }, true},
      {"{} is right except in the first {}.", [](const Slices& s) { return s == only(s.size(), 0, true); }},
      {"{} is right in the last {} only.",
       [](const Slices& s) { return s == only(s.size(), s.size() - 1, false); }, true, true, true},
      {"{} is right in the first {} only.", [](const Slices& s) { return s == only(s.size(), 0, false); },
       false, false, true},
  };
  return patterns;
}

}  // namespace

std::string rows_that_occur(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    for (const InputSpec& input : gradient.op.inputs) {
      if (!input.integer || input.below != gradient.shape[axis]) continue;
      std::size_t telling = 0;
      const bool holds = in_all(cases, [&](const JudgedCase& judged) {
        const std::vector<int> count = occurrences_in(input, judged, axis);
        const std::vector<bool> wrong = wrong_slices(judged, axis);
        const std::vector<bool> tells = telling_slices(judged, axis);
        bool some_right = false;
        for (std::size_t i = 0; i < wrong.size(); ++i) {
          if (wrong[i] && count[i] == 0) return false;
          some_right |= count[i] == 0 && tells[i];
        }
        telling += some_right;
        return true;
      });
      if (holds && telling >= kTellingCases) {
        return fmt::format("{} is wrong only in rows whose index occurs in {}, and right in all others.",
                           gradient.name, input.name);
      }
    }
  }
  return {};
}

std::string repeated_rows(const JudgedGradient& gradient, const Cases&, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    std::size_t telling = 0;
    const bool holds =
        std::all_of(gradient.cases.begin(), gradient.cases.end(), [&](const JudgedCase& judged) {
          const auto count = occurrences(gradient, judged, axis);
          if (!count) return false;
          const std::vector<bool> wrong = wrong_slices(judged, axis);
          for (std::size_t i = 0; i < wrong.size(); ++i) {
            if (wrong[i] != ((*count)[i] > 1)) return false;
          }
          // An index that occurs once and is right tells it from all indices that occur.
          const bool once = std::find(count->begin(), count->end(), 1) != count->end();
          telling += once && is_wrong(judged);
          return true;
        });
    if (holds && telling >= kTellingCases) {
      return fmt::format(
          "{} is wrong just where an index occurs more than once: does each occurrence add its share there?",
          gradient.name);
    }
  }
  return {};
}

std::string slices_along_an_axis(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    std::multiset<std::size_t> sizes;  // with two slices, any wrong one is the first or the last
    for (const JudgedCase* judged : cases) {
      if (judged->actual.shape.at(axis) > 2) sizes.insert(judged->actual.shape[axis]);
    }
    if (sizes.size() < kTellingCases) continue;
    const bool sizes_differ = *sizes.begin() != *sizes.rbegin();
    const bool through_time = gradient.op.back_in_time && gradient.shape[axis] == "T";
    for (const SlicePattern& pattern : slice_patterns()) {
      if ((through_time && pattern.break_in_time) || (pattern.of_last && !sizes_differ)) continue;
      const bool holds = in_all(cases, [&](const JudgedCase& judged) {
        return pattern.holds(wrong_slices(judged, axis)) &&
               (!pattern.others_wrong || others_are_wrong(judged, axis));
      });
      if (!holds) continue;
      return fmt::format(fmt::runtime(pattern.text), gradient.name, slice_word(gradient.shape, axis));
    }
  }
  return {};
}

std::string gates_that_are_wrong(const JudgedGradient& gradient, const Cases& cases, const JudgedCase&) {
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    const std::vector<std::string> gates = gates_along(gradient.shape[axis]);
    if (gates.empty()) continue;
    std::vector<std::size_t> wrong_in(gates.size()), right_in(gates.size());
    for (const JudgedCase* judged : cases) {
      const std::vector<bool> wrong = in_parts(wrong_slices(*judged, axis), gates.size());
      const std::vector<bool> tells = in_parts(telling_slices(*judged, axis), gates.size());
      for (std::size_t i = 0; i < gates.size(); ++i) {
        wrong_in[i] += wrong[i];
        right_in[i] += !wrong[i] && tells[i];
      }
    }
    std::vector<std::string> names;
    bool all_tell = true;
    for (std::size_t i = 0; i < gates.size(); ++i) {
      if (wrong_in[i] > 0) {
        names.push_back(gates[i]);
      } else {
        all_tell = all_tell && right_in[i] >= kTellingCases;
      }
    }
    if (names.size() == gates.size() || !all_tell) continue;
    return fmt::format("{} is right except in the {} of {} ({} lie side by side in it).", gradient.name,
                       names.size() == 1 ? "part" : "parts", enumerated(names), join(gates));
  }
  return {};
}

}  // namespace grader
