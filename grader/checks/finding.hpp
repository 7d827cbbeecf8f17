/// The result of a check.
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
  /// Says what the wrong answer looks like, with a blank before it. Students read it when no known mistake
  /// says more. May be empty.
  std::string explanation = {};
  /// Says more about the failure itself, with a blank before it: which law fails, where a chain breaks.
  /// Students read it beside a known mistake, too, but not where hints are switched off. May be empty.
  std::string detail = {};
  /// Whether the explanation leads to a place or a change in the formula.
  bool leads = false;

  static Finding pass() { return {Status::pass, {}, {}, {}, {}}; }
  static Finding from(const Failure& failure) { return {failure.status, failure.what(), {}, {}, {}}; }
};

/// Returns the name of a gradient: "dx" for the input "x".
std::string gradient_name(const std::string& input);

/// Joins names as a sentence does: "i, f and g".
std::string enumerated(const std::vector<std::string>& names);

/// Returns the place of an element as text: "(2, 0)".
std::string place_text(const Shape& shape, std::size_t offset);

/// Returns the sizes that an op's shape symbols have in a case: {"N": 4, "D": 5}.
std::map<std::string, std::size_t> symbol_sizes(const Op& op, const Case& the_case);

/// Returns whether a symbol is a multiple of another: 4H, which says what H says.
bool is_multiple_of_a_size(const std::string& symbol);

/// Returns the same as symbol_sizes and the case's attributes: what a factor may be named by.
std::map<std::string, double> sizes_and_attributes(const Op& op, const Case& the_case);

/// Returns a shape with its symbols: "(5, 3) = (D, M)".
std::string shape_with_symbols(const Shape& shape, const std::vector<std::string>& symbols);

/// Returns "NaN at (0, 3)" for the first element that is not finite or comes from a variable that was never
/// written, or nullopt when there is none. A hint follows when memory was never written; `symbols` are those
/// of the tensor's shape.
std::optional<std::string> first_not_finite(const Tensor& tensor,
                                            const std::vector<std::string>& symbols = {});

/// Returns the first failure in a transcript, or nullptr when every case was answered.
const Failure* first_failure(const Transcript& transcript);

}  // namespace grader
