/// Finds the known mistake that gives a student's answers, number for number, on every probe.
#pragma once

#include <optional>

#include "grader/checks/transcript.hpp"
#include "grader/mistakes/mistake.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Returns the answers that somebody with these mistakes gives to the questions of `planned`.
Transcript answers_of(const Op& op, const std::vector<const KnownMistake*>& mistakes,
                      const Transcript& planned);

/// Returns the known mistakes that explain the answers about the gradient `name`, in the catalogue's order.
/// These are the mistakes that agree with the answers in every tensor that they spoil. If no mistake does,
/// they are the mistakes that agree in `name`. What passed must not speak against them: every gradient that
/// they spoil is wrong, and every other one is right or wrong by a known mistake of its own. For an op
/// without a backward pass, they are the mistakes that agree in the outputs. Two tensors agree when their
/// elements differ by at most about 1e-9 of the largest element and are not finite in the same places.
/// Only the cases of `probes` have to agree; an empty list means all. If no mistake agrees in all of them,
/// those with a gradient that is not finite are left out: an overflow may come on top of any mistake. Where
/// only NaN and infinities agree, all cases have to. Mistakes that agree in all cases displace the others.
std::vector<const KnownMistake*> explanations(const Op& op, const Transcript& answers,
                                              const std::string& name,
                                              const std::vector<std::string>& probes = {});

/// Returns the known mistakes that explain answers which depend on earlier questions.
std::vector<const KnownMistake*> explanations_of_state(const Op& op, const Transcript& answers);

/// Returns the mistake to name for a failed check: the first explanation, or nullopt when no mistake explains
/// the answers. `gradient` is the check's gradient, "x" for dx, when it has one, and `probes` are the
/// check's.
std::optional<Mistake> name_mistake(const Op& op, const Transcript& answers, Kind kind,
                                    const std::string& gradient, const std::vector<std::string>& probes);

}  // namespace grader
