#include "grader/report/since_last_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"

namespace grader {

std::string since_last_run(const Report& before, const Report& now) {
  if (before.assignment != now.assignment || before.submission.id != now.submission.id) return {};
  constexpr std::size_t kMaxName = 60;
  std::vector<double> changes;
  std::vector<std::string> right;
  std::vector<std::string> no_longer;
  for (const Problem& problem : now.problems) {
    const auto old = std::ranges::find(before.problems, problem.id, &Problem::id);
    if (old == before.problems.end()) continue;
    changes.push_back(problem.score - old->score);
    const bool was_right = old->status == Status::pass;
    const bool is_right = problem.status == Status::pass;
    if (is_right && !was_right) right.push_back(clean(problem.id, kMaxName));
    if (was_right && !is_right) no_longer.push_back(clean(problem.id, kMaxName));
  }
  const double change = sum_points(changes);
  if (change == 0 && right.empty() && no_longer.empty()) return {};
  std::string text =
      fmt::format("Since the last run: {}{} points", change > 0 ? "+" : "", format_points(change));
  if (!right.empty()) text += "; now right: " + join(right);
  if (!no_longer.empty()) text += "; no longer right: " + join(no_longer);
  return text + ".";
}

}  // namespace grader
