/// Says where the wrong elements are.
#pragma once

#include <string>

#include "grader/checks/judged.hpp"

namespace grader {

/// Returns the report's word for a slice along an axis of a tensor whose shape has these symbols: "batch
/// row", "time step"; in images "image", "channel", "row", "column", and in filters "filter", "filter row".
std::string slice_word(const std::vector<std::string>& symbols, std::size_t axis);

/// Returns the gates of a recurrent layer that lie side by side along an axis with this symbol, or an empty
/// list.
std::vector<std::string> gates_along(const std::string& symbol);

/// Returns, for each of the equal parts that lie side by side, whether any of its slices is set.
std::vector<bool> in_parts(const std::vector<bool>& slices, std::size_t parts);

/// For a gradient whose last axis holds classes or actions, one of which an integer input picks: says that
/// only the picked elements are wrong, or only the others. Returns an empty text unless at least two cases
/// show it and none speaks against it.
std::string picked_elements(const JudgedGradient& gradient);

/// Says in which slices of one axis the wrong elements of `shown` are, when there are few: "Here dx is wrong
/// in time steps 0 and 3 only." Returns an empty text when elements are wrong all over.
std::string places_here(const JudgedGradient& gradient, const JudgedCase& shown);

}  // namespace grader
