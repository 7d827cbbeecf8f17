/// Figures for the report: Vega-Lite specifications with their data inside.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Returns a histogram of `values` in 20 equal bins over [low, high]. Values outside of it, and NaNs, are
/// left out.
Figure histogram(const std::string& id, const std::string& title, const std::string& axis,
                 const std::vector<double>& values, double low, double high);

/// Returns one line for each named series, over its index. A value that is not finite leaves a gap.
Figure lines(const std::string& id, const std::string& title, const std::string& x_axis,
             const std::string& y_axis,
             const std::vector<std::pair<std::string, std::vector<double>>>& series,
             bool logarithmic = false);

/// Returns one line for each named series, over the numbers `x`, which all series share.
Figure curves(const std::string& id, const std::string& title, const std::string& x_axis,
              const std::string& y_axis, const std::vector<double>& x,
              const std::vector<std::pair<std::string, std::vector<double>>>& series,
              bool logarithmic = false);

/// Returns a bar for each value of each named series. The i-th values stand side by side at places[i].
Figure bars(const std::string& id, const std::string& title, const std::string& x_axis,
            const std::string& y_axis, const std::vector<std::string>& places,
            const std::vector<std::pair<std::string, std::vector<double>>>& series);

/// A square image, row by row, and what stands above it. Labels differ within a figure.
struct Panel {
  std::string label;
  std::size_t side;
  std::vector<double> values;  // side * side
};

/// Returns images, `columns` of them in a row, with `cell` screen pixels for each pixel. Each image is shaded
/// by itself: its largest magnitude is black where it is positive, and red where it is negative. A value that
/// is not finite is left out.
Figure images(const std::string& id, const std::string& title, const std::vector<Panel>& panels,
              std::size_t columns, std::size_t cell);

/// Returns a square map in colours: `values` row by row, with the same `labels` along both axes. Each label
/// gets its number in front, which keeps their order. A value that is not finite leaves a gap.
Figure heat_map(const std::string& id, const std::string& title, const std::string& x_axis,
                const std::string& y_axis, const std::string& meaning, const std::vector<std::string>& labels,
                const std::vector<double>& values);

}  // namespace grader
