/// A class that never was: submissions made of the solutions, the mistakes and the unusual right answers that
/// the course knows.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace grader::testing {

struct SyntheticClass {
  std::string assignment = "a1-gates";
  std::size_t size = 12;
  std::uint64_t seed = 1;
  /// Of a hundred files, so many are nobody else's: they differ by a comment at least. The others are as the
  /// course has them, or with a mistake that others make too.
  unsigned percent_of_its_own = 30;
  bool archives = true;  ///< Two of three hand in an archive; else all hand in folders, with the same files.
  bool with_bad_ones = true;  ///< Every tenth cannot be graded: empty, broken, hostile.
};

/// Writes them into `folder`: folders, .zip and .tar.gz by turns. Each file is the solution, another right
/// answer, the solution with a known mistake as students write it or with an operator exchanged (some of
/// these do not compile), the starter's stub, or missing. The same class gives the same bytes.
void make_class(const std::filesystem::path& folder, const SyntheticClass& description);

}  // namespace grader::testing
