/// Writes the catalogue and the kill table for people.
#pragma once

#include <string>
#include <vector>

#include "grader/mistakes/kill_table.hpp"

namespace grader {

/// Returns a mistake with its hint and its misconception, in lines of at most 100 columns.
std::string catalogue_text(const std::vector<const KnownMistake*>& mistakes);

/// Returns one line per mistake: its id, under how many seeds it was caught, the check that caught it first,
/// and the other mistakes that it may be taken for. The last sentence sums up.
std::string kill_table_text(const std::vector<Kill>& table);

/// Returns {"schema": "backprop-kill-table/1", "seeds", "summary": {...}, "mistakes": [{"id", "hint",
/// "misconception", "spoils", "killed", "first_checks", "named"}]}, indented, with a newline at the end.
std::string kill_table_json(const std::vector<Kill>& table);

}  // namespace grader
