/// The slope of a loss over the error: a curve that tells one loss from another at a glance, and a wrong
/// backward pass by its name.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace grader {

/// Slopes at errors, measured on one batch, with the ends of the interval in which the loss is a parabola.
struct ErrorCurve {
  double low;
  double high;
  std::vector<double> errors;
  std::vector<double> slopes;  // d loss_n / d error_n, free of the mean over the batch
};

/// A loss, right or wrong, by its slope.
struct CurveKind {
  std::string sentence;  // about the loss whose slope this is; empty for the right one
  double (*slope)(double error, double low, double high);
};

/// What the curves are instead of `right`, in one sentence: one of the `wrong` kinds, if need be with a
/// constant factor, or a point at which they differ. Empty where they are right. At errors of 0 and at the
/// ends themselves a wrong kind may have either of two values; `right_at_ends` says whether the right one
/// has only one. `layer` is named in the sentence.
std::optional<std::string> what_is_wrong(const std::vector<ErrorCurve>& curves, const CurveKind& right,
                                         bool right_at_ends, const std::vector<CurveKind>& wrong,
                                         const std::string& layer);

}  // namespace grader
