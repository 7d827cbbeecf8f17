/// Writes the kill table for programs.
#pragma once

#include <string>
#include <vector>

#include "grader/mistakes/kill_table.hpp"

namespace grader {

/// Returns {"schema": "backprop-kill-table/1", "seeds", "summary": {...}, "mistakes": [{"id", "hint",
/// "misconception", "spoils", "killed", "first_checks", "named"}]}, indented, with a newline at the end.
std::string kill_table_json(const std::vector<Kill>& table);

}  // namespace grader
