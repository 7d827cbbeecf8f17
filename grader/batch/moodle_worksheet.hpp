/// Finds the columns of Moodle's grading worksheet, in any language.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace grader {

/// Positions of columns.
struct MoodleWorksheet {
  std::size_t identifier = 0;  ///< "Participant 12"; its word depends on the site's language.
  std::size_t grade = 0;
  std::optional<std::size_t> maximum = {};
  std::optional<std::size_t> name = {};
  std::optional<std::size_t> email = {};
  std::optional<std::size_t> status = {};
  std::optional<std::size_t> submitted = {};  ///< When the submission was last changed.
  std::optional<std::size_t> modified = {};   ///< When the grade was last changed.
  std::optional<std::size_t> comments = {};
};

/// Returns the columns of a worksheet, or nullopt if the table is none. In English they are known by their
/// names, of which Identifier and Grade are enough. In other languages they are known by what is in them and
/// by their order: first the participants, one word with a different number in each row; later the maximum
/// grade, a number with two decimals, with the grade just before it; then times or "-", of which the first is
/// the submission's and the last the grade's, and after these the comments. A custom scale has no maximum, so
/// it is understood in English only. Source: mod/assign/gradingtable.php of Moodle.
std::optional<MoodleWorksheet> moodle_worksheet(const std::vector<std::string>& header,
                                                const std::vector<std::vector<std::string>>& rows);

}  // namespace grader
