/// Evidence for the report, from a comparison.
#pragma once

#include <string>

#include "grader/checks/comparison.hpp"
#include "grader/checks/finding.hpp"

namespace grader {

/// `comparison` may be nullptr where shapes differ or a value is not finite; then it is made here if the
/// shapes allow.
Evidence make_evidence(const std::string& failing_class, const std::string& tensor_name,
                       const CaseTranscript& entry, const Expected& expected, const Tensor& actual,
                       const Comparison* comparison);

}  // namespace grader
