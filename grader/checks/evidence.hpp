/// Makes the evidence that the report shows for a failing check.
#pragma once

#include <string>

#include "grader/checks/comparison.hpp"
#include "grader/checks/finding.hpp"

namespace grader {

/// Returns the evidence for one case. `comparison` may be nullptr when nothing has been compared yet. It is
/// then made here, provided that the shapes are equal.
Evidence make_evidence(const std::string& failing_class, const std::string& tensor_name,
                       const CaseTranscript& entry, const Expected& expected, const Tensor& actual,
                       const Comparison* comparison);

}  // namespace grader
