/// Finds the wrong elements of a gradient, and what they have in common.
#pragma once

#include <optional>
#include <vector>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns, for each element in row-major order, whether it is outside of its tolerance.
std::vector<bool> wrong_places(const Tensor& actual, const Expected& expected);

/// Returns, for each index along `axis`, whether any element of that slice is wrong.
std::vector<bool> wrong_slices(const JudgedCase& judged, std::size_t axis);

/// Returns, for each index along `axis`, whether a right answer has something other than 0 in that slice.
std::vector<bool> telling_slices(const JudgedCase& judged, std::size_t axis);

/// Returns whether any element is wrong.
bool is_wrong(const JudgedCase& judged);

/// Returns whether some right answer is an interval, because the case sits on a kink. No factor can be told
/// there.
bool is_interval(const JudgedCase& judged);

/// Returns whether the reference judged all cases, so that it can be asked other questions.
bool is_judged_by_reference(const JudgedGradient& gradient);

/// Returns whether a right answer says anything here: some element must differ from 0 by more than what is
/// allowed. A bias before batch norm has the gradient 0 whatever reaches it.
bool is_telling(const JudgedCase& judged);

/// Returns how often each index along `axis` occurs among the values of `input`, which are below its size.
std::vector<int> occurrences_in(const InputSpec& input, const JudgedCase& judged, std::size_t axis);

/// Returns, for each index along `axis`, how often it occurs among the values of an integer input that the
/// axis counts (tokens, rows of a table). Returns nullopt when the axis counts no such values.
std::optional<std::vector<int>> occurrences(const JudgedGradient& gradient, const JudgedCase& judged,
                                            std::size_t axis);

}  // namespace grader
