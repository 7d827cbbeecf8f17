#include "grader/batch/findings.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace grader {

namespace {

using Key = std::tuple<std::string, std::string, std::string>;

// Removes digits, so that "wrong in 12 of 12 elements" and "wrong in 3 of 12 elements" are one finding.
std::string without_numbers(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c < '0' || c > '9') result += c;
  }
  return result;
}

const Check* first_failing(const Problem& problem) {
  for (const Check& check : problem.checks) {
    if (check.status == Status::fail) return &check;
  }
  return nullptr;
}

}  // namespace

std::vector<CommonFinding> common_findings(const std::vector<Row>& rows) {
  std::map<Key, CommonFinding> counted;
  for (const Row& row : rows) {
    if (!row.report) continue;
    for (const Problem& problem : row.report->problems) {
      const Check* check = first_failing(problem);
      if (!check) continue;
      const std::string& message = check->mistake ? check->mistake->hint : check->message;
      const std::string kind = check->mistake ? check->mistake->id : without_numbers(message);
      CommonFinding& finding = counted[{problem.id, check->id, kind}];
      if (finding.count++ == 0) finding = {problem.id, check->id, message, 1};
    }
  }
  std::vector<CommonFinding> result;
  for (auto& [key, finding] : counted) {
    if (finding.count > 1) result.push_back(std::move(finding));
  }
  std::ranges::stable_sort(result, std::greater{}, &CommonFinding::count);
  return result;
}

}  // namespace grader
