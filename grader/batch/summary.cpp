#include "grader/batch/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/findings.hpp"
#include "grader/report/progress_bar.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxListedRows = 20;
constexpr std::size_t kMaxFindings = 8;
constexpr std::size_t kBars = 10;

std::string plural(std::size_t count, const std::string& one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string shown(const std::string& text, std::size_t width) { return shortened(clean(text, 200), width); }

class Summary {
 public:
  Summary(const Assignment& assignment, const std::vector<Row>& rows, const SummaryOptions& options)
      : assignment_(assignment), rows_(rows), options_(options) {}

  std::string text() {
    head();
    distribution();
    problems();
    findings();
    changes();
    reports_on_disk();
    not_submitted();
    attention();
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += text + '\n'; }
  void section(const std::string& title) { text_ += '\n' + title + '\n'; }
  void paragraph(const std::string& indent, const std::string& text) {
    for (const std::string& each : wrapped(text, options_.width - indent.size())) line(indent + each);
  }

  void head() {
    std::size_t kept = 0;
    std::size_t left_alone = 0;
    std::size_t all = 0;
    for (const Row& row : rows_) {
      left_alone += row.record.status == BatchStatus::left_alone ? 1 : 0;
      all += is_submission(row) ? 1 : 0;
      kept += row.kept && is_submission(row) ? 1 : 0;
    }
    const std::size_t now = all - kept;
    std::string did = fmt::format("{}: {}", assignment_.id, plural(all, "submission"));
    if (now > 0) {
      did += fmt::format(", {} graded in {}", now, duration_words(options_.seconds));
      if (options_.seconds > 0)
        did += fmt::format(" ({:.3g} a minute)", 60.0 * double(now) / options_.seconds);
    }
    if (kept > 0) did += fmt::format(", {} kept from before", kept);
    if (left_alone > 0) did += fmt::format("; {} left alone", plural(left_alone, "file"));
    line(did);
  }

  void distribution() {
    std::vector<double> scores;
    double max = 0;
    for (const Row& row : rows_) {
      if (!row.report) continue;
      scores.push_back(row.report->score);
      max = row.report->max_score;
    }
    if (scores.empty() || !(max > 0)) return;
    std::ranges::sort(scores);
    double sum = 0;
    std::array<std::size_t, kBars> counts{};
    for (const double score : scores) {
      sum += score;
      ++counts[std::min(kBars - 1, static_cast<std::size_t>(score / max * kBars))];
    }
    section(fmt::format("Scores, of {}: mean {:.1f}, median {}, lowest {}, highest {}", format_points(max),
                        sum / double(scores.size()),
                        format_points((scores[(scores.size() - 1) / 2] + scores[scores.size() / 2]) / 2),
                        format_points(scores.front()), format_points(scores.back())));
    const std::size_t most = *std::ranges::max_element(counts);
    const std::size_t room = options_.width - 20;
    for (std::size_t i = 0; i < kBars; ++i) {
      const std::string to =
          i + 1 == kBars ? format_points(max) : "<" + format_points(max / kBars * double(i + 1));
      const std::size_t length =
          counts[i] == 0 ? 0 : std::max<std::size_t>(1, counts[i] * room / std::max(most, room));
      line(fmt::format("  {:>4} to {:<5} {:>3} {}", format_points(max / kBars * double(i)), to, counts[i],
                       std::string(length, '#')));
    }
  }

  void problems() {
    section(fmt::format("  {:<20} {:>13} {:>6} {:>6} {:>9} {:>8} {:>6}", "problem", "mean points", "right",
                        "wrong", "not done", "no build", "other"));
    for (const ProblemSpec& spec : assignment_.problems) {
      double sum = 0;
      double max = 0;
      std::size_t graded = 0;
      std::array<std::size_t, 5> counts{};
      for (const Row& row : rows_) {
        if (!row.report) continue;
        for (const Problem& problem : row.report->problems) {
          if (problem.id != spec.id) continue;
          ++graded;
          sum += problem.score;
          max = problem.max_score;
          ++counts[column_of(problem.status)];
        }
      }
      if (graded == 0) continue;
      line(fmt::format("  {:<20} {:>6.1f} / {:<4} {:>6} {:>6} {:>9} {:>8} {:>6}", shown(spec.id, 20),
                       sum / double(graded), format_points(max), counts[0], counts[1], counts[2], counts[3],
                       counts[4]));
    }
  }

  static std::size_t column_of(Status status) {
    switch (status) {
      case Status::pass:
        return 0;
      case Status::fail:
        return 1;
      case Status::not_implemented:
        return 2;
      case Status::compile_error:
        return 3;
      default:
        return 4;
    }
  }

  void findings() {
    const std::vector<CommonFinding> common = common_findings(rows_);
    if (common.empty()) return;
    section("Commonest findings");
    for (std::size_t i = 0; i < std::min(kMaxFindings, common.size()); ++i) {
      const auto& finding = common[i];
      const std::string text =
          fmt::format("{} {}: {}", finding.problem, finding.check, clean(finding.message, 160));
      const auto lines = wrapped(text, options_.width - 7);
      for (std::size_t l = 0; l < lines.size(); ++l) {
        line(fmt::format("  {:>4} {}", l == 0 ? std::to_string(finding.count) : "", lines[l]));
      }
    }
  }

  void changes() {
    std::vector<std::string> changed;
    std::size_t same = 0;
    for (const Row& row : rows_) {
      if (row.record.generation != options_.generation || !row.record.earlier) continue;
      const Earlier& earlier = *row.record.earlier;
      const std::string before = words(earlier.status, earlier.score);
      const std::string after = words(row.record.status, row.record.score);
      if (before == after) {
        ++same;
      } else {
        changed.push_back(fmt::format("{:<30} {} -> {}", shown(label_of(row.submission), 30), before, after));
      }
    }
    if (changed.empty() && same == 0) return;
    section(changed.empty()
                ? fmt::format("Graded again: {}, no score has changed", plural(same, "submission"))
                : fmt::format("Changed: {} of {} graded again", changed.size(), same + changed.size()));
    list(changed);
  }

  static std::string words(BatchStatus status, double score) {
    return status == BatchStatus::graded ? format_points(score) : std::string(to_string(status));
  }

  void list(const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < std::min(kMaxListedRows, lines.size()); ++i) line("  " + lines[i]);
    if (lines.size() > kMaxListedRows)
      line(fmt::format("  ... and {} more: see grades.csv", lines.size() - kMaxListedRows));
  }

  void reports_on_disk() {
    if (!options_.shown.edited.empty()) {
      section("Edited by hand");
      list(options_.shown.edited);
      paragraph("  ",
                "What was changed there counts for nothing, and was not overwritten. Write points into "
                "overrides.csv, and delete the file to have it made again.");
    }
    if (!options_.shown.withdrawn.empty()) {
      section(fmt::format("No longer among the submissions, so without a report: {}",
                          options_.shown.withdrawn.size()));
      list(options_.shown.withdrawn);
    }
  }

  void not_submitted() {
    std::vector<std::string> names;
    std::vector<const Row*> by_hand;
    for (const Row& row : rows_) {
      if (row.record.status != BatchStatus::not_submitted) continue;
      names.push_back(shown(label_of(row.submission), 60));
      if (!row.overrides.empty()) by_hand.push_back(&row);
    }
    if (names.empty()) return;
    section(fmt::format("Did not submit: {}", names.size()));
    list(names);
    if (by_hand.empty()) return;
    section(fmt::format("Did not submit, and have points by hand: {}", by_hand.size()));
    for (const Row* row : by_hand) {
      line("  " + shown(label_of(row->submission), 60));
      paragraph("    ", clean(row->record.message, 500));
    }
  }

  void attention() {
    std::vector<const Row*> bad;
    for (const Row& row : rows_) {
      if (needs_attention(row)) bad.push_back(&row);
    }
    if (!bad.empty()) section(fmt::format("Look at these yourself: {}", bad.size()));
    for (std::size_t i = 0; i < std::min(kMaxListedRows, bad.size()); ++i) {
      line(
          fmt::format("  {}: {}", shown(label_of(bad[i]->submission), 60), to_string(bad[i]->record.status)));
      paragraph("    ", clean(bad[i]->record.message, 500));
    }
    if (bad.size() > kMaxListedRows)
      line(fmt::format("  ... and {} more: see grades.csv", bad.size() - kMaxListedRows));
  }

  const Assignment& assignment_;
  const std::vector<Row>& rows_;
  const SummaryOptions& options_;
  std::string text_;
};

}  // namespace

std::string render_summary(const Assignment& assignment, const std::vector<Row>& rows,
                           const SummaryOptions& options) {
  return Summary(assignment, rows, options).text();
}

}  // namespace grader
