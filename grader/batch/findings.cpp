#include "grader/batch/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace grader {

namespace {

// Problem, check, and what is wrong there.
using Key = std::tuple<std::string, std::string, std::string>;

// "wrong in 12 of 12 elements" and "wrong in 3 of 12 elements" are the same finding: what counts is the class
// of the failure, and the factor if all elements have the same.
std::string kind_of(const Check& check) {
  if (check.mistake) return check.mistake->id;
  if (!check.evidence) return check.message;
  const std::string& failing_class = check.evidence->failing_class;
  return check.evidence->ratio ? fmt::format("{}, factor {:.3g}", failing_class, *check.evidence->ratio)
                               : failing_class;
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
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (!row.report) continue;
    for (const Problem& problem : row.report->problems) {
      const Check* check = first_failing(problem);
      if (!check) continue;
      const std::string& message = check->mistake ? check->mistake->hint : check->message;
      CommonFinding& finding = counted[{problem.id, check->id, kind_of(*check)}];
      if (finding.count++ == 0) finding = {problem.id, check->id, message, 1};
      finding.rows.push_back(i);
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
