#include "grader/report/page/html_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

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

}  // namespace

std::string html_tensors(const Evidence& evidence) {
  if (evidence.expected_values.empty() || evidence.expected_values.size() != evidence.actual_values.size())
    return {};
  const std::string tensor = html(evidence.gradient.value_or("value"), kMaxTensorName);
  const double tolerance = evidence.worst ? evidence.worst->tolerance : 0;
  const auto right = [](std::size_t) { return false; };
  const auto wrong = [&](std::size_t i) {
    return is_wrong(evidence.expected_values[i], evidence.actual_values[i], tolerance);
  };
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
