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

/// The kinds of these cases, where an op's own cases have the id of their probe: one that the student's code
/// suggests, and one that combines unusual values.
inline constexpr const char* kFurtherProbe = "branch";
inline constexpr const char* kCombinedProbe = "combined";

struct FurtherCases {
  Transcript cases;                     ///< without answers
  std::vector<PlacedBranch> taken;      ///< whose other side these cases take
  std::vector<PlacedBranch> not_taken;  ///< whose other side no case took
  std::vector<std::string> written;     ///< the numbers that others are drawn for: "affine.cpp, line 12 (64)"
  std::size_t of_numbers = 0;           ///< how many of the cases these are
  std::size_t of_combinations = 0;      ///< how many of the cases combine unusual values
  std::optional<CaseTranscript> asking;  ///< the candidate that is being tried
};

/// What a student's file suggests to ask.
struct Suggestions {
  std::string file;
  std::vector<PlacedBranch> branches;
  std::vector<WrittenNumber> numbers;
  std::vector<WrittenFraction> fractions;
};

class FurtherSearch {
 public:
  virtual ~FurtherSearch() = default;

  /// Returns cases that combine unusual values; see combined_cases.hpp.
  virtual Transcript combined_cases(const Op& op, const std::vector<Probe>& probes, std::uint64_t seed,
                                    const Tolerance& tolerance) const = 0;

  /// Searches for cases that take the other side of a comparison, or lie near a number or beyond it, by
  /// asking `subject`. `seed` and the code decide what is found; the time that it takes does not. Adds to
  /// `further` as it goes, so that it is known which candidate was tried when the subject came to its end.
  /// Throws what the subject throws, except Failure: code that fails in a case has taken its other side.
  virtual void find(const Op& op, Subject& subject, const Suggestions& suggested, std::uint64_t seed,
                    const Tolerance& tolerance, FurtherCases& further) const = 0;

  /// Returns whether every right solution must give the reference's answer in this case.
  virtual bool has_one_answer(const Op& op, const CaseTranscript& entry) const = 0;
};

/// Says what was drawn, in whole sentences. Empty when no case was.
std::string drawn_sentence(const FurtherCases& further);
/// Says what no case took, in a whole sentence. Empty when there is nothing to say.
std::string untried_sentence(const FurtherCases& further);

}  // namespace grader
