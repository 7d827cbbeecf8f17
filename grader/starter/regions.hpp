/// Finds the marked regions of a solution. A starter may leave a region for the student to write.
///
///     // BEGIN SOLUTION backward: dx, dw and db, one line each. The text may
///     // continue on the comment lines that follow.
///     ...code...
///     // END SOLUTION
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// One region, by line indices, where 0 is the file's first line. Lines [begin, code) are the opening marker
/// and the text, lines [code, end) are the code, and line `end` is the closing marker.
struct Region {
  std::string tag;                ///< One of region_tags().
  std::vector<std::string> text;  ///< The hint for the student, one comment line each, without "// ".
  std::string function;           ///< The function that has the region.
  std::string indentation;        ///< The opening marker's.
  std::size_t begin = 0;
  std::size_t code = 0;
  std::size_t end = 0;
};

/// Returns the tags: "forward" for code that is given unless an instructor says otherwise, "backward" and
/// "function" for the exercises.
const std::set<std::string>& region_tags();

/// Returns the regions in the order of the file. Throws `InputError` with `file` and the line if a marker is
/// not written as above, has an unknown tag or no text, is outside of a function or in another region, or has
/// no partner in the same function.
std::vector<Region> find_regions(const std::vector<std::string_view>& lines, const std::string& file);

}  // namespace grader
