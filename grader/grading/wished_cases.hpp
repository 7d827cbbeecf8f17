/// Cases in which student code may take the other side of a comparison.
///
/// Nobody can foresee each number that a student may compare something with, but the code itself says which
/// it is. What is compared is not known: a size, an input, an upstream gradient, an attribute, or something
/// that was computed. So each of these is moved to either side of the number, one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/ops/branch.hpp"

namespace grader {

/// A case that may take the other side, and how to draw further ones that take it if this one does: in them
/// more numbers are large, so that what the code does on that side shows.
struct Wish {
  CaseTranscript entry;
  std::function<Transcript()> beside = [] { return Transcript(); };
};

/// Calls `offer` with one wish after the other, the likeliest first, until it returns false. The reference
/// answers all cases with finite numbers, but not all have one right answer: see has_one_answer. `seed` draws
/// what is free in the cases.
void wish_cases(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
                const std::function<bool(Wish)>& offer);

/// Returns a few cases with one answer whose sizes, products of sizes, or attributes lie far beyond a number
/// by which code may limit an index.
Transcript cases_beyond(const Op& op, std::size_t number, std::uint64_t seed, const Tolerance& tolerance);

/// Returns the cases with one answer whose inputs, upstream gradients or attributes lie on both sides of the
/// number and near it. They may be few: not every number can be an input.
Transcript cases_near(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance);

}  // namespace grader
