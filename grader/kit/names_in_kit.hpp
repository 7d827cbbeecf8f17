/// Compares the names that a kit gives to known mistakes with those of the catalogue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader {

/// A check that fails when a known mistake is handed in, and the two names of the mistake behind it.
struct NamedCheck {
  const KnownMistake* handed_in = nullptr;
  std::string check;
  std::optional<Mistake> by_catalogue;
  std::optional<Mistake> by_kit;

  /// Returns whether both name the same mistake with the same words, or both name none.
  bool agree() const;
};

/// Hands in every known mistake of the problem's op, in a kit whose golden answers come from `seed`. Goes
/// through a golden file, as a kit does. Returns the checks of the kit that fail, in the catalogue's order.
std::vector<NamedCheck> names_in_kit(const ProblemSpec& problem, std::uint64_t seed);

/// Returns a line for each check that gets two names, and a last sentence with the totals.
std::string names_in_kit_text(const std::vector<NamedCheck>& checks, std::size_t mistakes, std::size_t seeds);

}  // namespace grader
