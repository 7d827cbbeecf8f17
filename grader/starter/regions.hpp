/// The marked regions of a solution: what a starter may leave for the student to write.
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

/// One region, by line indices (0 is the file's first line): the markers and the text are lines
/// [begin, code), the code is lines [code, end), line `end` is the closing marker.
struct Region {
  std::string tag;                ///< one of region_tags()
  std::vector<std::string> text;  ///< what the student is told, a comment line each, without "// "
  std::string function;           ///< the function that the region is in
  std::string indentation;        ///< of the opening marker
  std::size_t begin = 0;
  std::size_t code = 0;
  std::size_t end = 0;
};

/// forward: given unless an instructor says otherwise. backward, function: the exercises.
const std::set<std::string>& region_tags();

/// The regions in the order of the file. Throws `InputError` naming `file` and the line for a marker that is
/// not written as above, has an unknown tag or no text, stands outside of a function or in another region, or
/// has no partner in the same function.
std::vector<Region> find_regions(const std::vector<std::string_view>& lines, const std::string& file);

}  // namespace grader
