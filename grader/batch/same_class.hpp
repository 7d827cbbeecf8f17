/// Keeps the grades of one class from being replaced by those of another.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/roster.hpp"
#include "grader/batch/row.hpp"

namespace grader {

/// Throws InputError if the folder seems to have the grades of another class: more than half of the
/// submissions that it has graded are not in `rows`, or more than half of the students of its last roster are
/// not in this one. A batch would remove their reports. The message says what is there and how to go on.
void require_same_class(const GradesFolder& folder, const std::vector<Row>& rows,
                        const std::optional<Roster>& roster, const std::filesystem::path& submissions);

}  // namespace grader
