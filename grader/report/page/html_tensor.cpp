#include "grader/report/page/html_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/terminal_tensor.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxName = 60;
constexpr int kDigits = 4;

/// "[1, 0, :]" for row 2 of shape (2, 2, n).
std::string row_name(std::size_t row, const std::vector<std::size_t>& shape) {
  std::vector<std::string> place{":"};
  for (std::size_t axis = shape.size(); axis-- > 1;) {
    place.insert(place.begin(), std::to_string(row % shape[axis - 1]));
    row /= shape[axis - 1];
  }
  return fmt::format("[{}]", fmt::join(place, ", "));
}

std::string table(const std::string& caption, const Evidence& evidence, const std::vector<double>& values,
                  bool mark) {
  const std::size_t columns = evidence.shape.empty() ? 1 : evidence.shape.back();
  const double tolerance = evidence.worst ? evidence.worst->tolerance : 0;
  std::string text = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table "
      "class=\"tensor\">\n<caption>{0}</caption>\n<tbody>\n",
      caption);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % columns == 0) {
      text += i == 0 ? "<tr>" : "</tr>\n<tr>";
      if (evidence.shape.size() > 1)
        text += "<th scope=\"row\">" + row_name(i / columns, evidence.shape) + "</th>";
    }
    const bool wrong = mark && is_wrong(evidence.expected_values[i], values[i], tolerance);
    text += fmt::format("<td{}>{}{}</td>", wrong ? " class=\"wrong\"" : "", format_number(values[i], kDigits),
                        wrong ? "<span aria-hidden=\"true\">*</span><span class=\"away\"> wrong</span>" : "");
  }
  return text + "</tr>\n</tbody>\n</table>\n</div>\n";
}

}  // namespace

std::string html_tensors(const Evidence& evidence) {
  if (evidence.expected_values.empty() || evidence.expected_values.size() != evidence.actual_values.size())
    return {};
  const std::string tensor = html(evidence.gradient.value_or("value"), kMaxName);
  return "<div class=\"tensors\">\n" +
         table(tensor + ", expected", evidence, evidence.expected_values, false) +
         table(tensor + ", yours (* = wrong)", evidence, evidence.actual_values, true) + "</div>\n";
}

}  // namespace grader
