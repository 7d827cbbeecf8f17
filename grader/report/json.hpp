/// A report as JSON: schema `backprop-report/1`, described by report.schema.json beside this file.
#pragma once
#include <string>
#include <string_view>

#include "grader/base/json.hpp"
#include "grader/report/report.hpp"

namespace grader {

inline constexpr std::string_view kReportSchema = "backprop-report/1";

/// The report as a JSON document. NaN and infinities become the strings "NaN", "Infinity" and "-Infinity".
/// Throws std::logic_error when a seed exceeds kMaxSeed, points are not finite, shown values do not fill
/// their shape, or a figure is not the text of a JSON object.
Json to_json(const Report& report);

/// The reverse of `to_json`. Refuses whatever the schema refuses, and a score, status or points that
/// contradict the checks. Throws `InputError`; `what` is how its message calls the document, such as its
/// path.
Report from_json(const Json& document, const std::string& what = "report.json");

/// The text of report.json: indented, with a final newline; always valid UTF-8, whatever bytes the report's
/// strings hold.
std::string json_text(const Report& report);

/// Parses the text of a report.json. Throws `InputError` as `from_json` does.
Report parse_report(std::string_view text, const std::string& what = "report.json");

}  // namespace grader
