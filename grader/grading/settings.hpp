/// What a course sets about its grading in assignment.json, apart from the problems: how close an answer must
/// be, and what inputs are drawn from. When something was handed in, and what lateness costs, is the host
/// system's business.
#pragma once

#include <cstdint>
#include <string>

#include "grader/checks/comparison.hpp"

namespace grader {

class JsonReader;

/// Where the master seed of a grading comes from when nobody gives one.
struct Seeds {
  enum class Policy {
    per_submission,  // made from the content: the same files are asked the same, different ones are not
    fixed,           // everybody is asked the same
    fresh            // drawn anew by the system each time; the report says it
  };
  Policy policy = Policy::per_submission;
  std::uint64_t seed = 0;  // of policy fixed, at most kMaxSeed

  /// For a submission whose content has this hash.
  std::uint64_t master_seed(const std::string& sha256) const;
};

/// The member "seeds" of `parent`: {"policy": "fixed", "seed": 7}, {"policy": "per_submission"}, {"policy":
/// "fresh"}. Without it, per submission. Throws InputError that names the place.
Seeds read_seeds(const JsonReader& parent);

/// The member "tolerance" of `parent`: {"relative": 1e-9, "absolute": 1e-12}; what is missing is as in
/// `otherwise`. Throws InputError that names the place for what is negative, or so large that wrong answers
/// would pass.
Tolerance read_tolerance(const JsonReader& parent, const Tolerance& otherwise);

}  // namespace grader
