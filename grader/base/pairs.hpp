/// Pairwise testing: rows in which every two values of different factors meet at least once. Most faults need
/// one value or two to show, and far fewer rows hold all pairs than all combinations (Cohen, Dalal, Fredman
/// and Patton, 1997: "The AETG System", whose greedy choice this is).
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace grader {

/// The chosen level of each factor.
using Levels = std::vector<std::size_t>;

/// Offers rows until every pair of levels has been in one that `accept` took, or cannot be: a pair is given
/// up after two rows with it were refused. `counts` says how many levels each factor has. Level 0 is the
/// usual one: a refused pair is offered next with all other factors at 0. Stops after `most` accepted rows,
/// or four times as many offers. Equal arguments give equal rows.
void cover_pairs(const std::vector<std::size_t>& counts, std::size_t most,
                 const std::function<bool(const Levels&)>& accept);

}  // namespace grader
