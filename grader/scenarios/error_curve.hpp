/// The slope of a loss over the error. This curve tells one loss from another, and it shows which mistake a
/// wrong backward pass makes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace grader {

/// Slopes at errors, measured on one batch. The loss is a parabola between the two ends.
struct ErrorCurve {
  double low;
  double high;
  std::vector<double> errors;
  std::vector<double> slopes;  // d loss_n / d error_n, without the mean over the batch
};

/// A right or wrong loss, given by its slope.
struct CurveKind {
  std::string sentence;  // what the message says of this loss; empty for the right one
  double (*slope)(double error, double low, double high);
};

/// Returns one sentence about what is wrong with the curves, or nullopt when they are `right`. The sentence
/// names one of the `wrong` kinds, a constant factor, or both. If none fits, it names a point at which the
/// curves differ. `layer` is named in the sentence. A wrong kind may have either of two values at errors of 0
/// and at the ends; `right_at_ends` says whether the right kind has only one there.
std::optional<std::string> what_is_wrong(const std::vector<ErrorCurve>& curves, const CurveKind& right,
                                         bool right_at_ends, const std::vector<CurveKind>& wrong,
                                         const std::string& layer);

}  // namespace grader
