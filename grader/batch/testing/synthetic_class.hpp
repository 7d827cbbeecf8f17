/// Makes a fictitious class: submissions made of the course's solutions, known mistakes and unusual right
/// answers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace grader::testing {

struct SyntheticClass {
  std::string assignment = "a1-gates";
  std::size_t size = 12;
  std::uint64_t seed = 1;
  /// The percentage of files that are unique to one student, by a comment at least. The others are the
  /// course's files, or have a mistake that others make too.
  unsigned percent_of_its_own = 30;
  bool archives = true;       ///< Two of three students hand in an archive; if false, all hand in folders.
  bool with_bad_ones = true;  ///< Every tenth submission cannot be graded: empty, broken, hostile.
};

/// Writes the submissions into `folder`: folders, .zip and .tar.gz in turn. Each file is one of these: the
/// solution; another right answer; the solution with a known mistake or an exchanged operator, which may not
/// compile; the starter's stub; or missing. The same description gives the same bytes.
void make_class(const std::filesystem::path& folder, const SyntheticClass& description);

}  // namespace grader::testing
