/// Further cases for a layer that is right in all probes: those that take a side of a comparison in the
/// student's own code that no probe took.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/grading/placed_branch.hpp"
#include "grader/submission/written_numbers.hpp"

namespace grader {

struct FurtherCases {
  Transcript cases;                     ///< without answers
  std::vector<PlacedBranch> taken;      ///< whose other side these cases take
  std::vector<PlacedBranch> not_taken;  ///< whose other side no case took
  std::vector<std::string> written;     ///< the numbers that others are drawn for: "affine.cpp, line 12 (64)"
  std::size_t of_numbers = 0;           ///< how many of the cases these are
  std::size_t of_combinations = 0;      ///< how many of the cases combine unusual values
  std::optional<CaseTranscript> asking;  ///< the candidate that is being tried
};

/// Searches for cases that take the other side, or lie near the number, by asking `subject`. `seed` and the
/// code decide what is found; the time that it takes does not. Adds to `further` as it goes, so that it is
/// known which candidate was tried when the subject came to its end. Throws what the subject throws, except
/// Failure: code that fails in a case has taken its other side.
void find_further_cases(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                        std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

/// Adds cases with values near the fractions that `file` writes.
void find_cases_near(const Op& op, const std::vector<WrittenFraction>& fractions, const std::string& file,
                     std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

/// Adds cases that go beyond the numbers in `file`, as far as none of `branches` reports the number anyway.
void find_cases_beyond(const Op& op, const std::vector<WrittenNumber>& numbers, const std::string& file,
                       const std::vector<PlacedBranch>& branches, std::uint64_t seed,
                       const Tolerance& tolerance, FurtherCases& further);

/// Says what was drawn, in whole sentences. Empty when no case was.
std::string drawn_sentence(const FurtherCases& further);
/// Says what no case took, in a whole sentence. Empty when there is nothing to say.
std::string untried_sentence(const FurtherCases& further);

}  // namespace grader
