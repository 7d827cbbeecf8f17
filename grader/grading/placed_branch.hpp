/// Comparisons in a student's file: which sides of each were taken, and in what line it is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/ops/branch.hpp"

namespace grader {

/// Returns how many of the three outcomes a comparison has had.
int sides_taken(const Branch& branch);
/// Returns whether a side has never been taken that code may treat in its own way. Equal whole numbers are
/// one: `N == 40`. Equal fractions and two equal values are not. A size is never 0, and compilers ask before
/// a loop.
bool misses_a_side(const Branch& branch);
/// Returns whether two values, or a fraction and a number, were never equal. Random normals hardly ever are,
/// and nor are their sums; and sizes of a probe differ on purpose.
bool is_never_equal(const Branch& branch);
/// Returns whether the number was reached and never passed: `pad > 3`, or a loop of so many turns, which no
/// case takes further.
bool may_be_a_loop(const Branch& branch);
/// Returns the same comparison among those of another run, or nullptr.
const Branch* same_branch(const std::vector<Branch>& all, const Branch& branch);

/// A comparison in a student's file.
struct PlacedBranch {
  Branch branch;
  std::string place;        ///< "affine.cpp, line 12"
  std::string number = {};  ///< as the line writes it: "64", where `branch` has 63; empty if unknown
};

/// Looks up in the source how each comparison's line writes its whole number.
void read_numbers(std::vector<PlacedBranch>& branches, std::string_view source);

/// Returns for each address the lines of the functions that are inlined there, the innermost first:
/// "affine.cpp:12", or "" for a file that is not the student's. Empty when they cannot be found.
using LinesAt = std::function<std::vector<std::vector<std::string>>(const std::vector<std::uint64_t>&)>;

/// Returns the comparisons in `file` that are worth a case, and the student's own: those with an outcome that
/// never occurred, first, and those with a fraction, near which no probe may lie. The lines say whose they
/// are: comparisons inside headers that are inlined there are the library's, unless fractions are compared.
/// Where a tensor was compared with several fractions at one place, they are values of a variable, and left
/// out.
std::vector<PlacedBranch> worth_a_case(const std::vector<Branch>& branches, const LinesAt& lines_at,
                                       const std::string& file);

/// Returns those with a fixed number and an outcome that never occurred.
std::vector<PlacedBranch> those_untried(std::vector<PlacedBranch> branches);

/// Returns "affine.cpp, line 12 (compared with 32)" for each comparison, without repetitions.
std::vector<std::string> listed(const std::vector<PlacedBranch>& branches);
/// Returns the note of a case that was drawn because of this comparison.
std::string drawn_because(const PlacedBranch& placed);

}  // namespace grader
