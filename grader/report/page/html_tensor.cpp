#include "grader/report/page/html_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/terminal_tensor.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxTensorName = 60;
constexpr int kHtmlTensorDigits = 4;

/// "[1, 0, :]" for row 2 of shape (2, 2, n).
std::string row_name(std::size_t row, const std::vector<std::size_t>& shape) {
  std::vector<std::string> place{":"};
  for (std::size_t axis = shape.size(); axis-- > 1;) {
    place.insert(place.begin(), std::to_string(row % shape[axis - 1]));
    row /= shape[axis - 1];
  }
  return fmt::format("[{}]", fmt::join(place, ", "));
}

/// Each row is a combination of all axes but the last. `is_marked` says which elements are wrong.
std::string table(const std::string& caption, const std::vector<std::size_t>& shape,
                  const std::vector<double>& values, const std::function<bool(std::size_t)>& is_marked) {
  const std::size_t columns = shape.empty() ? 1 : shape.back();
  std::string text = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table "
      "class=\"tensor\">\n<caption>{0}</caption>\n<tbody>\n",
      caption);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % columns == 0) {
      text += i == 0 ? "<tr>" : "</tr>\n<tr>";
      if (shape.size() > 1) text += "<th scope=\"row\">" + row_name(i / columns, shape) + "</th>";
    }
    const bool wrong = is_marked(i);
    text += fmt::format("<td{}>{}{}</td>", wrong ? " class=\"wrong\"" : "",
                        format_number(values[i], kHtmlTensorDigits),
                        wrong ? "<span aria-hidden=\"true\">*</span><span class=\"away\"> wrong</span>" : "");
  }
  return text + "</tr>\n</tbody>\n</table>\n</div>\n";
}

constexpr int kCell = 12;  // pixels

std::string css_class(double difference, double tolerance) {
  if (!std::isfinite(difference)) return "odd";
  if (std::abs(difference) <= tolerance) return "right";
  return difference > 0.0 ? "over" : "under";
}

double largest_of(const HeatMap& map) {
  double largest = 0.0;
  for (const double cell : map.cells) {
    if (std::isfinite(cell)) largest = std::max(largest, std::abs(cell));
  }
  return largest;
}

std::string heat_map(const Evidence& evidence) {
  const HeatMap& map = evidence.differences;
  const double tolerance = evidence.worst ? evidence.worst->tolerance : 0.0;
  const double largest = largest_of(map);
  const std::string tensor = html(evidence.gradient.value_or("value"), kMaxTensorName);
  std::string cells;
  std::size_t off = 0;
  for (std::size_t i = 0; i < map.cells.size(); ++i) {
    const std::string name = css_class(map.cells[i], tolerance);
    off += name != "right";
    const bool shaded = name == "over" || name == "under";
    // Even the smallest error has to be seen.
    const double opacity = shaded ? 0.25 + 0.75 * std::abs(map.cells[i]) / largest : 1.0;
    cells += fmt::format(
        "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"{:.2f}\"/>", name,
        i % map.columns * kCell, i / map.columns * kCell, kCell - 1, kCell - 1, opacity);
  }
  const auto elements =
      std::accumulate(evidence.shape.begin(), evidence.shape.end(), std::size_t{1}, std::multiplies<>());
  const std::string caption =
      fmt::format("{} ({}), yours - expected", tensor, fmt::join(evidence.shape, ", "));
  const std::string block = elements == map.cells.size()
                                ? ""
                                : " A square stands for several elements, and shows the worst of them.";
  return fmt::format(
      "<div class=\"heat\">\n<p class=\"caption\">{0}</p>\n<svg role=\"img\" aria-label=\"{0}: {1} of {2} "
      "squares "
      "are off\" viewBox=\"0 0 {3} {4}\" style=\"max-width: {3}px\">{5}</svg>\n<p class=\"where\">Red is too "
      "large, "
      "blue too small, and the strongest colour is {6}. Yellow is not a number.{7}</p>\n</div>\n",
      caption, off, map.cells.size(), map.columns * kCell, map.rows() * kCell, cells,
      format_number(largest, kHtmlTensorDigits), block);
}

}  // namespace

std::string html_tensors(const Evidence& evidence) {
  if (!evidence.differences.cells.empty()) return heat_map(evidence);
  if (evidence.expected_values.empty() || evidence.expected_values.size() != evidence.actual_values.size())
    return {};
  const std::string tensor = html(evidence.gradient.value_or("value"), kMaxTensorName);
  const auto right = [](std::size_t) { return false; };
  const std::vector<bool> marked = marked_elements(evidence);
  const auto wrong = [&](std::size_t i) { return marked[i]; };
  return "<div class=\"tensors\">\n" +
         table(tensor + ", expected", evidence.shape, evidence.expected_values, right) +
         table(tensor + ", yours (* = wrong)", evidence.shape, evidence.actual_values, wrong) + "</div>\n";
}

std::string html_tensor(const std::string& caption, const NamedTensor& tensor) {
  const std::string shape = tensor.shape.empty() ? "" : fmt::format(" ({})", fmt::join(tensor.shape, ", "));
  if (tensor.values.empty())
    return "<p class=\"message\">" + caption + shape + " is too large to show.</p>\n";
  if (tensor.shape.empty()) {
    return fmt::format("<p class=\"message\">{} = <strong>{}</strong></p>\n", caption,
                       format_number(tensor.values.front(), kHtmlTensorDigits));
  }
  return table(caption + shape, tensor.shape, tensor.values, [](std::size_t) { return false; });
}

}  // namespace grader
