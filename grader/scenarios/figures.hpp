/// Figures for the report, as Vega-Lite specifications with their data inside.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Counts of `values` in 20 equal bins over [low, high]; what lies outside, or is NaN, is left out.
Figure histogram(const std::string& id, const std::string& title, const std::string& axis,
                 const std::vector<double>& values, double low, double high);

/// One line for each named series, over its index. What is not finite leaves a gap.
Figure lines(const std::string& id, const std::string& title, const std::string& x_axis,
             const std::string& y_axis,
             const std::vector<std::pair<std::string, std::vector<double>>>& series,
             bool logarithmic = false);

/// One line for each named series, over the numbers `x`, which all series share.
Figure curves(const std::string& id, const std::string& title, const std::string& x_axis,
              const std::string& y_axis, const std::vector<double>& x,
              const std::vector<std::pair<std::string, std::vector<double>>>& series);

}  // namespace grader
