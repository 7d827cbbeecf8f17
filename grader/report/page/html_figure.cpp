#include "grader/report/page/html_figure.hpp"

#include <fmt/format.h>

#include "grader/base/json.hpp"
#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"

namespace grader {

const std::string_view kDrawFigures = R"js(
for (const source of document.querySelectorAll("script[type='application/json']")) {
  const chart = document.getElementById(source.dataset.chart);
  if (typeof vegaEmbed === "undefined") {
    chart.textContent = "This page was sent without figures.js, which draws its figures. These are the data:";
    chart.closest("figure").querySelector("details")?.setAttribute("open", "");
    continue;
  }
  const specification = JSON.parse(source.textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  delete specification.title;  // the caption says it
  if (typeof specification.width === "number") specification.width = "container";
  const autosize = specification.facet ? "pad" : { type: "fit", contains: "padding" };  // Images have a size.
  vegaEmbed(chart, specification, {
    actions: false, ast: true, renderer: "svg", theme: dark ? "dark" : undefined,
    config: { background: "transparent", autosize },
  }).catch((error) => { chart.textContent = "This figure cannot be drawn: " + error.message; });
}
)js";

namespace {

constexpr std::size_t kMaxFigureTitle = 200;
constexpr std::size_t kMaxCaption = 1000;
constexpr std::size_t kMaxCell = 80;
constexpr std::size_t kMaxRows = 500;
constexpr int kAxisDigits = 6;

std::string cell(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_number() && !value.is_integer()) return format_number(value.get<double>(), kAxisDigits);
  return html(value.is_string() ? value.get<std::string>() : value.dump(), kMaxCell);
}

const Json* values_of(const Json& specification) {
  const Json* data = specification.find("data");
  const Json* values = data ? data->find("values") : nullptr;
  const bool tabular = values && values->is_array() && !values->empty() && values->at(0).is_object();
  return tabular ? values : nullptr;
}

std::string data_table(const Json& values) {
  std::string text = "<table>\n<thead><tr>";
  for (const auto& [column, unused] : values.at(0).members())
    text += "<th scope=\"col\">" + html(column, kMaxCell) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < std::min(kMaxRows, values.size()); ++i) {
    text += "<tr>";
    for (const auto& [column, unused] : values.at(0).members()) {
      const Json& row = values[i];
      text += "<td>" + (row.is_object() && row.contains(column) ? cell(row.at(column)) : "") + "</td>";
    }
    text += "</tr>\n";
  }
  text += "</tbody>\n</table>\n";
  if (values.size() > kMaxRows)
    text += fmt::format("<p class=\"note\">The first {} of {} rows.</p>\n", kMaxRows, values.size());
  return text;
}

}  // namespace

std::string html_figure(const Figure& figure, std::size_t index, bool drawn) {
  const std::string title = html(figure.title, kMaxFigureTitle);
  std::string text = fmt::format("<figure>\n<figcaption>{}</figcaption>\n", title);
  if (drawn) {
    text += fmt::format(
        "<div class=\"chart\" id=\"chart-{}\"></div>\n<script type=\"application/json\" "
        "data-chart=\"chart-{}\">{}</script>\n",
        index + 1, index + 1, script_json(figure.vega_lite));
  }
  if (!figure.caption.empty()) text += "<p class=\"message\">" + html(figure.caption, kMaxCaption) + "</p>\n";
  const Json specification = parse_json_if_valid(figure.vega_lite).value_or(nullptr);
  if (const Json* values = values_of(specification)) {
    text += fmt::format(
        "<details{}><summary>The data of this figure</summary>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"region\" "
        "aria-label=\"Data: {}\">\n{}</div>\n</details>\n",
        drawn ? "" : " open", title, data_table(*values));
  }
  return text + "</figure>\n";
}

}  // namespace grader
