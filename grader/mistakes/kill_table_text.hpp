/// The catalogue and the kill table for people.
#pragma once

#include <string>
#include <vector>

#include "grader/mistakes/kill_table.hpp"

namespace grader {

/// A mistake with its hint and the misconception behind it, in lines of at most 100 columns.
std::string catalogue_text(const std::vector<const KnownMistake*>& mistakes);

/// A line a mistake: its id, under how many seeds it was caught, the check that caught it first, and what
/// else it may be taken for. At the end a sentence that sums up.
std::string kill_table_text(const std::vector<Kill>& table);

}  // namespace grader
