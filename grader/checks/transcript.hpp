/// What a subject answered, case by case: everything that the checks look at. Asking and judging are kept
/// apart, so that a worker is dead before anything is decided.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"
#include "grader/checks/subject.hpp"

namespace grader {

class RightAnswers;

/// Those that the reference, as it is linked into this program, works out.
std::shared_ptr<const RightAnswers> reference_answers();

/// One case, what is asked about it, and what its answers are held to. A subject is shown the case and
/// upstream gradients only.
struct CaseQuestion {
  std::string probe;
  std::uint64_t seed = 0;  // of the case
  Case the_case;
  Tensors u;  // standard normal, as are all upstream gradients here
  Tensors v;
  double a = 0.0;
  double c = 0.0;
  Tolerance tolerance = {};
  std::shared_ptr<const RightAnswers> right = reference_answers();  // never nullptr
};

/// What was answered. `b(u)` is the backward pass for the upstream gradient u.
struct CaseAnswers {
  std::optional<Failure> failure;  // the first; nothing after it was asked
  Tensors outputs;
  Tensors outputs_again;  // of a second, equal call
  Tensors b_u;
  std::uint64_t forward_calls = 0;  // of the layer, within the backward pass that gave b_u
  Tensors b_u_again;                // a second backward pass over the same cache
  Tensors b_u_interleaved;          // with another instance started in between
  Tensors b_zero;
  Tensors b_v;
  Tensors b_combined;  // b(a u + c v)
  std::vector<std::string> modified;
};

struct CaseTranscript : CaseQuestion, CaseAnswers {};

using Transcript = std::vector<CaseTranscript>;

/// Random normal upstream gradients of the differentiable ones of `outputs`, the op's. Never ones: with ones
/// the gradient of a softmax or of a normalisation vanishes, and a backward pass that forgets dout passes.
Tensors random_upstream(backprop::Rng& rng, const Op& op, const Tensors& outputs);

/// x -> a x + c y, tensor by tensor.
Tensors combine(double a, const Tensors& x, double c, const Tensors& y);

/// What to ask of each case.
enum class Questions { everything, outputs_only };

namespace cases {

/// The cases of an op and their upstream gradients, without answers. The seed of each comes from the master
/// seed and the names of op and probe.
Transcript plan(const Op& op, std::uint64_t master_seed);

/// Asks `subject` all the cases. Stops at the first case that fails, since it would fail the others the same
/// way or take as long; throws what Subject::start throws besides Failure.
void ask(const Op& op, Subject& subject, Transcript& transcript, Questions questions = Questions::everything);

}  // namespace cases

}  // namespace grader
