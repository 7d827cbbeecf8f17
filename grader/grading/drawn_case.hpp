/// One further case: a probe's case with something in it changed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/grading/further_cases.hpp"

namespace grader {

/// The most elements that the inputs of a further case have together.
inline constexpr std::size_t kMostOfAllInputs = std::size_t{1} << 16;

using ChangeInputs = std::function<void(Case&, backprop::Rng&)>;
using ChangeQuestion = std::function<void(CaseTranscript&, backprop::Rng&)>;

/// How a case is drawn. The changes are made in this order, and each may be empty.
struct CaseDraw {
  const Op& op;
  const Probe& probe;
  std::uint64_t seed;
  Tolerance tolerance;
  ChangeInputs change_inputs = {};
  ChangeQuestion change_question = {};
  std::size_t most_elements = kMostOfAllInputs;  ///< of all inputs
};

enum class Drawn {
  yes,        ///< the reference answers with finite numbers
  too_large,  ///< the inputs have more elements than allowed
  refused,    ///< the inputs are not for the layer, or the reference's answer is too long or not finite
};

/// Draws a case into `entry`, which is meaningful only if the result is Drawn::yes.
Drawn draw_case(const CaseDraw& draw, CaseTranscript& entry);

/// Returns the inputs that may hold any numbers. Where there is a backward pass, those are the differentiable
/// ones: a mask and a target are not.
std::vector<std::string> free_inputs(const Op& op, const Case& the_case);

/// Returns whether every right solution must give the reference's answer in this case, however it rounds: the
/// reference answers with finite numbers, and rounding in the inputs does not move its answer by more than a
/// small part of what the case's tolerance allows. This costs several runs of the reference.
bool has_one_answer(const Op& op, const CaseTranscript& entry);

}  // namespace grader
