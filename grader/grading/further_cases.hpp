/// Further cases for a layer that is right in all probes: those that take a side of a comparison in the
/// student's own code that no probe took.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/ops/branch.hpp"
#include "grader/submission/written_numbers.hpp"

namespace grader {

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

/// Returns those with an outcome that never occurred.
std::vector<PlacedBranch> those_untried(std::vector<PlacedBranch> branches);

/// The kind of a further case, where an op's own cases have the id of their probe.
inline constexpr const char* kFurtherProbe = "branch";

struct FurtherCases {
  Transcript cases;                      ///< without answers
  std::vector<PlacedBranch> taken;       ///< whose other side these cases take
  std::vector<PlacedBranch> not_taken;   ///< whose other side no case took
  std::vector<std::string> beyond;       ///< the numbers that cases go beyond: "affine.cpp, line 12 (64)"
  std::size_t of_numbers = 0;            ///< how many of the cases these are
  std::optional<CaseTranscript> asking;  ///< the candidate that is being tried
};

/// Searches for cases that take the other side, or lie near the number, by asking `subject`. `seed` and the
/// code decide what is found; the time that it takes does not. Adds to `further` as it goes, so that it is
/// known which candidate was tried when the subject came to its end. Throws what the subject throws, except
/// Failure: code that fails in a case has taken its other side.
void find_further_cases(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                        std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

/// Adds cases in which a value that the code computes, a norm or a probability, comes near the number that it
/// is compared with, on either side: inputs or upstream gradients are scaled until it does.
void find_cases_at_computed_numbers(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                    std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

/// Adds cases that go beyond the numbers in `file`, as far as none of `branches` reports the number anyway.
void find_cases_beyond(const Op& op, const std::vector<WrittenNumber>& numbers, const std::string& file,
                       const std::vector<PlacedBranch>& branches, std::uint64_t seed,
                       const Tolerance& tolerance, FurtherCases& further);

/// Says what was drawn, in whole sentences. Empty when no case was.
std::string drawn_sentence(const FurtherCases& further);
/// Says what no case took, in a whole sentence. Empty when there is nothing to say.
std::string untried_sentence(const FurtherCases& further);
/// Returns "affine.cpp, line 12 (compared with 32)" for each comparison, without repetitions.
std::vector<std::string> listed(const std::vector<PlacedBranch>& branches);

}  // namespace grader
