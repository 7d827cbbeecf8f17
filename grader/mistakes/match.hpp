/// Whether answers are those of a known mistake, number for number, on every probe.
#pragma once

#include <optional>

#include "grader/checks/transcript.hpp"
#include "grader/mistakes/mistake.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// The answers of somebody who makes these mistakes to the questions of `planned`.
Transcript answers_of(const Op& op, const std::vector<const KnownMistake*>& mistakes,
                      const Transcript& planned);

/// The known mistakes that explain the answers about the gradient `name`: those that give the same in all
/// that they spoil, or, where there is none, those that give the same `name`. The same is equal to 1e-9 of
/// the largest element of each tensor, and not finite in the same places. For an op without a backward pass
/// those that give the same outputs. In the catalogue's order.
std::vector<const KnownMistake*> explanations(const Op& op, const Transcript& answers,
                                              const std::string& name);

/// The known mistakes that explain answers which depend on what was asked before.
std::vector<const KnownMistake*> explanations_of_state(const Op& op, const Transcript& answers);

/// For a check that failed: the mistake to name, which is the first explanation. `gradient`: of a check of
/// that kind, "x" for dx.
std::optional<Mistake> name_mistake(const Op& op, const Transcript& answers, Kind kind,
                                    const std::string& gradient);

}  // namespace grader
