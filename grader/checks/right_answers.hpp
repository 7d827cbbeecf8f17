/// The right answers for a case. Checks ask through this interface and do not know who answers: the
/// reference, which works the answers out, or golden answers, which were worked out beforehand.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "grader/checks/transcript.hpp"

namespace grader {

class RightAnswers {
 public:
  virtual ~RightAnswers() = default;

  /// Returns the op's outputs.
  virtual Tensors outputs(const Op& op, const CaseQuestion& question) const = 0;
  /// Returns the gradients for the upstream gradient question.u, by input or node. See expect_gradients.
  virtual std::map<std::string, Expected> gradients(const Op& op, const CaseQuestion& question) const = 0;
  /// Returns whether the reference works the answers out, so that it answers other questions as well.
  virtual bool are_worked_out() const { return false; }
  /// Returns whether the linked forward pass can be run, so that its slope can be taken.
  virtual bool has_slope(const Op& op, const CaseQuestion& question) const = 0;
  /// Returns whether a stencil of step `h` crosses no kink, in the direction of direction_seed.
  virtual bool stencil_is_clear(const Op& op, const CaseQuestion& question, const std::string& input,
                                double h) const = 0;
};

/// Returns the seed of the direction in which the slope with respect to an input is taken.
std::uint64_t direction_seed(const CaseQuestion& question, const std::string& input);

/// Returns the gradients that question.right knows. Their tolerance is question.tolerance, for that size of
/// the upstream gradient.
std::map<std::string, Expected> expected_gradients(const Op& op, const CaseQuestion& question);

}  // namespace grader
