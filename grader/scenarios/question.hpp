/// Questions that a student answers before looking: what will this part of a scenario measure? They are worth
/// no points. The report puts the prediction and the measurement side by side.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace grader {

/// The measurements of a run: named series of numbers, such as a loss curve. The same run with the
/// reference's layers gives the right measurements.
using Measurements = std::map<std::string, std::vector<double>>;

/// A number that is asked for, or one of some choices.
struct Question {
  /// What predictions.txt calls it. Lower-case letters, digits and hyphens; no two questions of the course
  /// share one.
  std::string id;
  /// A sentence that ends in a question mark, with everything that is needed for a guess.
  std::string text;
  /// Returns the answer from the part's measurements: a number in the question's unit, or the index of a
  /// choice. Only called when the part is right.
  std::function<double(const Measurements&)> measure;
  /// For a number: what stands behind it, such as "%". May be empty.
  std::string unit = {};
  /// For a choice: what can be chosen. Empty for a number.
  std::vector<std::string> choices = {};
  /// A number counts as near within this difference...
  double within = 0.0;
  /// ...and within this factor, where both have the same sign.
  double factor = 1.0;

  /// Says how an answer is written: "a number, in %" or "one of: falls, stays, rises".
  std::string form() const;
  /// Returns a number with its unit, or the choice with that index.
  std::string shown(double answer) const;
  /// Returns whether a prediction counts as near. A NaN is near nothing.
  bool near(double predicted, double measured) const;
};

}  // namespace grader
