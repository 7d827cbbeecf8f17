#include "grader/report/own_figure.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "grader/base/text.hpp"

namespace grader {

namespace {

// The members of the specifications that the grader writes. Others could load data from anywhere, link to
// anywhere, or compute: "url", "href", "expr".
constexpr std::string_view kOfFigures[] = {
    "$schema", "title",  "width",   "height",  "data",   "values",       "mark",  "encoding",
    "x",       "x2",     "y",       "xOffset", "color",  "strokeDash",   "field", "type",
    "bin",     "binned", "scale",   "domain",  "range",  "interpolate",  "axis",  "labelAngle",
    "format",  "facet",  "columns", "spacing", "header", "labelPadding", "spec",  "resolve",
    "sort",    "legend", "step"};

}  // namespace

void expect_own_figure(const JsonReader& reader, const Json& part) {
  if (part.is_array()) {
    for (const Json& element : part.elements()) expect_own_figure(reader, element);
  }
  if (!part.is_object()) return;
  for (const auto& [name, value] : part.members()) {
    if (name == "values") {  // rows of numbers and names
      if (!value.is_array()) reader.fail("has data that is no list of rows");
      for (const Json& row : value.elements()) {
        if (!row.is_object()) reader.fail("has data that is no list of rows");
        for (const auto& [column, cell] : row.members()) {
          if (cell.is_object() || cell.is_array()) reader.fail("has data that is neither text nor a number");
        }
      }
    } else if (std::ranges::find(kOfFigures, name) == std::end(kOfFigures)) {
      reader.fail("has the member \"" + clean(name, 100) + "\", which no figure of the grader has");
    } else {
      expect_own_figure(reader, value);
    }
  }
}

}  // namespace grader
