/// One gradient of a layer, judged: the first class that fails is the one reported.
///
///  1. shape and finite values; then whether an answer is wrong by its last digits only, which is all that is
///     said of it;
///  2. linearity in the upstream gradient: b(0) = 0 and b(a u + c v) = a b(u) + c b(v);
///  3. numeric: the adjoint identity against the slope of the forward pass;
///  4. reference: element by element against the reference's backward pass.
///
/// No class blames an answer for a fault of the reference. Where the reference's own gradient is not finite
/// or disagrees with the slope of the forward pass, the answer is not judged: that is a grader_error.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/checks/finding.hpp"
#include "grader/checks/judged.hpp"

namespace grader {

/// The right gradients of every case of a plan. They are worked out when they are first asked for, and serve
/// all subjects that answer the plan.
class ExpectedGradients {
 public:
  /// Both must outlive it.
  ExpectedGradients(const Op& op, const Transcript& planned);
  /// Returns the right gradient of the input or node `name` in the plan's case `i`.
  const Expected& at(std::size_t i, const std::string& name);

 private:
  const Op& op_;
  const Transcript& planned_;
  std::vector<std::optional<std::map<std::string, Expected>>> of_case_;
};

/// Whether a finding says what may be behind it. Explanations take about as long as the verdict.
enum class Explain { yes, no };

/// The gradients of one transcript.
class GradientChecks {
 public:
  /// `expected` belongs to the plan that the transcript answers. All arguments must outlive this object.
  GradientChecks(const Op& op, const Transcript& transcript, ExpectedGradients& expected,
                 Explain explain = Explain::yes);

  /// Judges the gradient of the input or node `name` ("x" for dx). A node has no slope, so class 3 is left
  /// out. If the op has a chain, the message says where it breaks. `probes` limits the check to the cases of
  /// these probes; an empty list means all cases.
  Finding check(const std::string& name, const std::vector<std::string>& probes = {});

 private:
  JudgedGradient gradient(const std::string& name, const std::vector<std::string>& probes);
  const Finding& alone(const std::string& name, const std::vector<std::string>& probes);
  std::string place_on_the_way(const std::string& wrong, const std::vector<std::string>& probes);
  std::string told_by_another(const std::string& name, const std::vector<std::string>& probes);

  const Op& op_;
  const Transcript& transcript_;
  ExpectedGradients& expected_;
  const Explain explain_;
  std::map<std::pair<std::string, std::vector<std::string>>, Finding> alone_;
};

/// One gradient by itself.
Finding check_gradient(const Op& op, const Transcript& transcript, const std::string& name,
                       const std::vector<std::string>& probes = {});

}  // namespace grader
