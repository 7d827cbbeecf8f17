/// The regimes in which each op is tried, as a table for people.
#pragma once

#include <string>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// Returns a table for each op with one line for each probe: its name, which says what is special; how many
/// cases; the sizes; the scale; the magnitudes of the inputs; the attributes; and what else the cases have in
/// common. Everything but name and scale is read off cases as they are drawn under one seed.
std::string regimes_text(const std::vector<Op>& ops);

}  // namespace grader
