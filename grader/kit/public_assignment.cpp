#include "grader/kit/public_assignment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Json public_checks(const Json& checks, const ProblemSpec& problem, LeftOut& left_out) {
  Json kept = Json::array();
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const CheckSpec& check = problem.checks[i];
    if (check.visibility == Visibility::hidden) {
      left_out.hidden.push_back(problem.id + "/" + check.id);
    } else {
      kept.push_back(checks[i]);
    }
  }
  return kept;
}

// Throws InputError if the problem uses a layer in `left_out`. A kit has to hold every problem that its
// problems run.
void require_none_of(const std::set<std::string>& left_out, const Assignment& assignment,
                     const ProblemSpec& problem) {
  for (const std::string& used : problem.uses) {
    if (!left_out.contains(used)) continue;
    throw InputError(fmt::format(
        "no kit can be made of {}: {} uses {}, whose checks are all hidden. Make one of them public",
        assignment.id, problem.id, used));
  }
}

}  // namespace

PublicAssignment public_assignment(const Json& document, const Assignment& assignment) {
  PublicAssignment result{document, {}};
  result.document.erase("seeds");
  Json& problems = result.document["problems"];
  Json kept = Json::array();
  std::set<std::string> left_out;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    Json problem = problems[i];
    problem["checks"] = public_checks(problem["checks"], assignment.problems[i], result.left_out);
    if (problem["checks"].empty()) {
      left_out.insert(assignment.problems[i].id);
      continue;
    }
    require_none_of(left_out, assignment, assignment.problems[i]);
    kept.push_back(std::move(problem));
  }
  problems = std::move(kept);
  result.document["kit"] = {{"golden", "golden"}, {"library", "../../earlier"}};
  return result;
}

std::set<std::string> hidden_probes(const ProblemSpec& problem) {
  std::set<std::string> hidden;
  const bool public_takes_all = std::ranges::any_of(problem.checks, [](const CheckSpec& check) {
    return check.visibility != Visibility::hidden && check.probes.empty();
  });
  for (const CheckSpec& check : problem.checks) {
    if (check.visibility != Visibility::hidden) continue;
    hidden.insert(check.probes.begin(), check.probes.end());
    if (!check.probes.empty() || public_takes_all || problem.op.empty()) continue;
    for (const Probe& probe : find_op(problem.op)->probes) hidden.insert(probe.id);
  }
  for (const CheckSpec& check : problem.checks) {
    if (check.visibility == Visibility::hidden) continue;
    for (const std::string& probe : check.probes) hidden.erase(probe);
  }
  return hidden;
}

std::set<std::string> public_probes(const ProblemSpec& problem) {
  std::set<std::string> probes;
  for (const Probe& probe : find_op(problem.op)->probes) probes.insert(probe.id);
  for (const std::string& hidden : hidden_probes(problem)) probes.erase(hidden);
  return probes;
}

}  // namespace grader
