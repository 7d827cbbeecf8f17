#include "grader/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/base/numbers.hpp"

namespace grader {
namespace {

constexpr std::array kGravestFirst{
    Status::grader_error, Status::compile_error,   Status::crash,
    Status::memory_limit, Status::timeout,         Status::output_limit,
    Status::fail,         Status::not_implemented, Status::skipped,
};

template <class Items, class Member>
double sum_of(const Items& items, Member member) {
  std::vector<double> points;
  for (const auto& item : items) points.push_back(item.*member);
  return sum_points(points);
}

}  // namespace

Status status_of(const std::vector<Check>& checks) {
  if (checks.empty()) return Status::grader_error;
  for (const Status status : kGravestFirst) {
    if (std::ranges::find(checks, status, &Check::status) != checks.end()) return status;
  }
  return Status::pass;
}

bool points_are_consistent(const Check& check) {
  if (!(check.points >= 0 && check.points <= check.max_points && std::isfinite(check.max_points)))
    return false;
  if (check.status == Status::pass) return check.points == check.max_points;
  return check.status == Status::fail || check.points == 0;
}

double sum_points(const std::vector<double>& points) {
  double sum = 0;
  for (const double value : points) sum += value;
  return std::round(sum * 1e6) / 1e6;
}

void tally(Report& report) {
  for (Problem& problem : report.problems) {
    for (Check& check : problem.checks) {
      if (points_are_consistent(check)) continue;
      check.status = Status::grader_error;
      check.points = 0;
      check.message = "The grader gave this check points that its status cannot have.";
    }
    problem.status = status_of(problem.checks);
    problem.score = sum_of(problem.checks, &Check::points);
    if (problem.override_by_hand) problem.score = problem.override_by_hand->points;
    problem.max_score = sum_of(problem.checks, &Check::max_points);
  }
  report.score = sum_of(report.problems, &Problem::score);
  report.max_score = sum_of(report.problems, &Problem::max_score);
}

std::vector<std::string> override_notes(const Report& report) {
  std::vector<std::string> notes;
  for (const Problem& problem : report.problems) {
    if (!problem.override_by_hand) continue;
    const Override& given = *problem.override_by_hand;
    notes.push_back(
        fmt::format("The points of {} were given by hand: {} instead of the grader's {}, by {}: {}",
                    problem.id, format_points(given.points),
                    format_points(sum_of(problem.checks, &Check::points)), given.by, given.reason));
    if (!notes.back().ends_with('.')) notes.back() += '.';
  }
  return notes;
}

Report without_times(Report report) {
  report.duration_ms = 0;
  report.run.reset();
  return report;
}

Report student_view(Report report) {
  for (Problem& problem : report.problems) {
    int number = 0;
    problem.untried.clear();
    for (Check& check : problem.checks) {
      if (check.visibility != Visibility::hidden) continue;
      check.id = "hidden-" + std::to_string(++number);
      check.message.clear();
      check.mistake.reset();
      check.evidence.reset();
      check.failing_case.reset();
      check.more_hints.clear();
    }
  }
  return report;
}

}  // namespace grader
