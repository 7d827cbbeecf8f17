/// What a check found.
#pragma once

#include <optional>
#include <string>

#include "grader/checks/transcript.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct Finding {
  Status status = Status::grader_error;
  std::string message;
  std::optional<Evidence> evidence;
  /// What the wrong answer looks like, with a blank before it: for those to whom no known mistake says more.
  /// May be empty.
  std::string explanation = {};

  static Finding pass() { return {Status::pass, {}, {}, {}}; }
  static Finding from(const Failure& failure) { return {failure.status, failure.what(), {}, {}}; }
};

/// "dx" for the gradient of x.
std::string gradient_name(const std::string& input);

/// "(2, 0)".
std::string place_text(const Shape& shape, std::size_t offset);

/// The sizes behind the shape symbols of an op in a case: {"N": 4, "D": 5}.
std::map<std::string, std::size_t> symbol_sizes(const Op& op, const Case& the_case);

/// "(5, 3) = (D, M)".
std::string shape_with_symbols(const Shape& shape, const std::vector<std::string>& symbols);

/// Nothing if all is finite; else "NaN at (0, 3)" for the first element that is not. For memory that was
/// never written a hint follows, with the symbols of the tensor's shape.
std::optional<std::string> first_not_finite(const Tensor& tensor,
                                            const std::vector<std::string>& symbols = {});

/// The first failure in a transcript; nullptr when every case was answered.
const Failure* first_failure(const Transcript& transcript);

}  // namespace grader
