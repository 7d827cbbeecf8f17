/// What a subject answered, case by case. Checks look at nothing else. Asking and judging are kept apart, so
/// that a worker is dead before anything is decided.
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

/// Returns the answers that the reference, as linked into this program, works out.
std::shared_ptr<const RightAnswers> reference_answers();

/// Returns the same for one case. Its gradients are worked out once, however many copies of the case ask.
std::shared_ptr<const RightAnswers> remembered_answers();

/// One case: what is asked about it, and what its answers are compared with. A subject sees only the case and
/// the upstream gradients.
struct CaseQuestion {
  std::string probe;
  std::uint64_t seed = 0;  // of the case
  Case the_case;
  Tensors u;  // standard normal, like all upstream gradients here
  Tensors v;
  double a = 0.0;
  double c = 0.0;
  Tolerance tolerance = {};
  /// Of u and v, where they are all as small as that. Gradients are linear in them, so their absolute
  /// tolerance shrinks alike.
  double upstream_size = 1.0;
  std::shared_ptr<const RightAnswers> right = reference_answers();  // never nullptr
  /// True if the case before it in its transcript looks like it. Each of the two runs between the other's
  /// forward and backward pass, so that what is kept of one is not taken for what is kept of the other.
  bool is_twin = false;
};

/// The answers to a case. `b(u)` is the backward pass for the upstream gradient u.
struct CaseAnswers {
  std::optional<Failure> failure;  // the first failure; nothing was asked after it
  Tensors outputs;
  Tensors outputs_again;  // from a second, equal call
  Tensors b_u;
  std::uint64_t forward_calls = 0;  // forward passes within the backward pass that gave b_u
  Tensors b_u_again;                // a second backward pass over the same cache
  Tensors b_u_interleaved;          // with another instance started in between
  Tensors b_zero;
  Tensors b_v;
  Tensors b_combined;  // b(a u + c v)
  std::vector<std::string> modified;

  /// Asked only where b_combined is not a b_u + c b_v, to see which law fails. Otherwise empty.
  Tensors b_doubled;   // b(2 u)
  Tensors b_opposite;  // b(-u)
  Tensors b_sum;       // b(u + v)
  /// Asked only where b_u_again or b_u_interleaved is not b_u: the first question once more, after a new
  /// forward pass. Otherwise empty.
  Tensors b_u_repeated;
};

struct CaseTranscript : CaseQuestion, CaseAnswers {};

using Transcript = std::vector<CaseTranscript>;

/// Returns a random normal upstream gradient for each differentiable one of the op's `outputs`. They are
/// never ones: with ones the gradient of a softmax or a normalisation vanishes, and a backward pass that
/// forgets dout would pass.
Tensors random_upstream(backprop::Rng& rng, const Op& op, const Tensors& outputs);

/// Returns a x + c y, tensor by tensor.
Tensors combine(double a, const Tensors& x, double c, const Tensors& y);

/// Returns whether the names, shapes and bits of all tensors are equal.
bool same_bits(const Tensors& a, const Tensors& b);

/// The calls to make in each case.
enum class Questions { everything, outputs_only };

namespace cases {

/// Returns the cases of an op with their upstream gradients, and without answers. The seed of each case comes
/// from the master seed and the names of op and probe.
Transcript plan(const Op& op, std::uint64_t master_seed);

/// Returns a case with upstream gradients that come from its seed, and without answers.
CaseTranscript question(const Op& op, const Probe& probe, std::uint64_t seed);
/// Does the same with other inputs and attributes than the seed gives.
CaseTranscript question(const Op& op, const Probe& probe, std::uint64_t seed, Case the_case);

/// Asks `subject` all cases. Stops at the first case that throws Failure and records it, since the others
/// would fail the same way or take as long. Throws anything else that Subject::start throws.
void ask(const Op& op, Subject& subject, Transcript& transcript, Questions questions = Questions::everything);

}  // namespace cases

}  // namespace grader
