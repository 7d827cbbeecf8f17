/// A report as JSON. report.schema.json beside this file describes the schema, `backprop-report/1`.
#pragma once
#include <string>
#include <string_view>

#include "grader/base/json.hpp"
#include "grader/report/report.hpp"

namespace grader {

inline constexpr std::string_view kReportSchema = "backprop-report/1";

/// Returns the report as a JSON document. NaN and infinities become the strings "NaN", "Infinity" and
/// "-Infinity". Throws std::logic_error when a seed exceeds kMaxSeed, when points are not finite, when shown
/// values do not fill their shape, or when a figure is not the text of a JSON object.
Json to_json(const Report& report);

/// Reads what `to_json` writes. Throws `InputError` for anything that the schema forbids, and for a score,
/// status or points that contradict the checks. `what` is the document's name in messages, such as its path.
Report from_json(const Json& document, const std::string& what = "report.json");

/// Returns the text of report.json: indented, with a final newline. It is always valid UTF-8, whatever bytes
/// the report's strings contain.
std::string json_text(const Report& report);

/// Parses the text of report.json. Throws `InputError` as `from_json` does.
Report parse_report(std::string_view text, const std::string& what = "report.json");

}  // namespace grader
