/// The settings of assignment.json that are not about single problems: how close an answer must be, and how
/// inputs are drawn. When work is due, and what lateness costs, is left to the system that collects it.
#pragma once

#include <cstdint>
#include <string>

#include "grader/checks/comparison.hpp"

namespace grader {

class JsonReader;

/// The source of the master seed when the command line gives none.
struct Seeds {
  enum class Policy {
    per_submission,  // made from the files' content, so equal files get equal inputs
    fixed,           // the same inputs for everybody
    fresh            // drawn anew each time; the report says which it was
  };
  Policy policy = Policy::per_submission;
  std::uint64_t seed = 0;  // for policy fixed, at most kMaxSeed

  /// Returns the master seed for a submission whose content has this hash.
  std::uint64_t master_seed(const std::string& sha256) const;
};

/// Reads the member "seeds" of `parent`: {"policy": "fixed", "seed": 7}, {"policy": "per_submission"} or
/// {"policy": "fresh"}. Returns per_submission when it is missing. Throws InputError that names the place.
Seeds read_seeds(const JsonReader& parent);

/// Reads the member "tolerance" of `parent`: {"relative": 1e-9, "absolute": 1e-12}. A missing value comes
/// from `otherwise`. Throws InputError that names the place for a negative value, and for one so large that
/// wrong answers would pass.
Tolerance read_tolerance(const JsonReader& parent, const Tolerance& otherwise);

}  // namespace grader
