#include "grader/report/page/class_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/page/html_frame.hpp"
#include "grader/report/page/sort_script.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxStudentName = 120;
constexpr std::size_t kMaxClassSentence = 400;
constexpr std::size_t kBins = 10;
constexpr std::size_t kSlowest = 5;
constexpr std::size_t kMaxFindings = 20;
constexpr std::size_t kMaxPairs = 50;

std::string section(const std::string& id, const std::string& title, const std::vector<std::string>& columns,
                    const std::string& rows) {
  if (rows.empty()) return {};
  std::string head;
  for (const std::string& column : columns) head += "<th scope=\"col\">" + column + "</th>";
  return fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" "
      "aria-labelledby=\"{0}\">\n<table "
      "class=\"overview sortable\">\n<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody>\n</table>\n</div>\n"
      "</section>\n",
      id, title, head, rows);
}

std::string number(std::size_t value) { return fmt::format("<td class=\"number\">{}</td>", value); }

std::string linked(const ClassPage::Entry& entry) {
  const std::string name = html(entry.submission, kMaxStudentName);
  return entry.link.empty() ? name : fmt::format("<a href=\"{}\">{}</a>", href(entry.link), name);
}

std::vector<const Report*> reports_of(const ClassPage& page) {
  std::vector<const Report*> reports;
  for (const ClassPage::Entry& entry : page.entries) {
    if (entry.report != nullptr) reports.push_back(entry.report);
  }
  return reports;
}

std::string scores(const std::vector<const Report*>& reports) {
  if (reports.empty() || !(reports.front()->max_score > 0)) return {};
  const double max = reports.front()->max_score;
  std::array<std::size_t, kBins> counts{};
  double sum = 0;
  for (const Report* report : reports) {
    ++counts[std::min(kBins - 1, static_cast<std::size_t>(report->score / max * kBins))];
    sum += report->score;
  }
  const std::size_t most = *std::ranges::max_element(counts);
  std::string rows;
  for (std::size_t i = 0; i < kBins; ++i) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{} to {}{}</th>{}<td style=\"width:60%\"><span class=\"bar\" "
        "style=\"width:{}%\"></span></td></tr>\n",
        format_points(max / kBins * double(i)), i + 1 == kBins ? "" : "below ",
        format_points(max / kBins * double(i + 1)), number(counts[i]), 100 * counts[i] / most);
  }
  return section(
      "scores",
      fmt::format("Scores: {:.1f} of {} points on average", sum / double(reports.size()), format_points(max)),
      {"Points", "Submissions", "<span class=\"away\">Bar</span>"}, rows);
}

struct Tally {
  std::string title;
  double sum = 0;
  double max_score = 0;
  std::size_t count = 0;
  std::map<Status, std::size_t> statuses;
};

std::string problems(const std::vector<const Report*>& reports) {
  std::vector<std::string> order;
  std::map<std::string, Tally> tallies;
  for (const Report* report : reports) {
    for (const Problem& problem : report->problems) {
      if (!tallies.contains(problem.id)) order.push_back(problem.id);
      Tally& tally = tallies[problem.id];
      tally.title = problem.title;
      tally.sum += problem.score;
      tally.max_score = problem.max_score;
      ++tally.count;
      ++tally.statuses[problem.status];
    }
  }
  std::string rows;
  for (const std::string& id : order) {
    Tally& tally = tallies[id];
    std::size_t others = tally.count;
    std::string cells;
    for (const Status status : {Status::pass, Status::fail, Status::not_implemented, Status::compile_error}) {
      cells += number(tally.statuses[status]);
      others -= tally.statuses[status];
    }
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{:.1f} / {}</td>{}{}</tr>\n",
                        html(tally.title, kMaxStudentName), tally.sum / double(tally.count),
                        format_points(tally.max_score), cells, number(others));
  }
  return section("problems", "Problems",
                 {"Problem", "Mean points", "Right", "Wrong", "Not done", "Does not compile", "Other"}, rows);
}

std::string who(const ClassPage& page, const ClassPage::Finding& finding) {
  std::string names;
  for (const std::size_t entry : finding.entries)
    names += (names.empty() ? "" : ", ") + linked(page.entries.at(entry));
  return names.empty() ? names : "<details><summary>Who</summary>" + names + "</details>";
}

std::string findings(const ClassPage& page) {
  std::string rows;
  for (std::size_t i = 0; i < std::min(kMaxFindings, page.findings.size()); ++i) {
    const ClassPage::Finding& finding = page.findings[i];
    rows += fmt::format("<tr>{}<td>{}</td><td>{}</td><td>{}{}</td></tr>\n", number(finding.count),
                        html(finding.problem, kMaxStudentName), html(finding.check, kMaxStudentName),
                        html(finding.message, kMaxClassSentence), who(page, finding));
  }
  return section("findings", "Commonest findings", {"Submissions", "Problem", "Check", "What is wrong"},
                 rows);
}

std::string attention(const ClassPage& page) {
  std::string rows;
  for (const ClassPage::Entry& entry : page.entries) {
    if (entry.status == "not_submitted" || (entry.status == "graded" && entry.message.empty())) continue;
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", linked(entry),
                        html(entry.status, kMaxStudentName), html(entry.message, kMaxClassSentence));
  }
  return section("attention", "Look at these yourself", {"Submission", "Status", "Why"}, rows);
}

std::string slowest(const ClassPage& page) {
  std::vector<const ClassPage::Entry*> order;
  for (const ClassPage::Entry& entry : page.entries) {
    if (entry.report != nullptr) order.push_back(&entry);
  }
  std::ranges::stable_sort(order, std::ranges::greater(),
                           [](const auto* entry) { return entry->report->duration_ms; });
  std::string rows;
  for (std::size_t i = 0; i < std::min(kSlowest, order.size()); ++i) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{:.1f}</td></tr>\n",
                        linked(*order[i]), double(order[i]->report->duration_ms) / 1000);
  }
  return section("slowest", "Slowest", {"Submission", "Seconds"}, rows);
}

std::string pairs(const ClassPage& page) {
  std::string rows;
  for (std::size_t i = 0; i < std::min(kMaxPairs, page.pairs.size()); ++i) {
    const ClassPage::Pair& pair = page.pairs[i];
    rows += fmt::format("<tr><td class=\"number\">{:.0f} %</td><td>{}</td><td>{}</td></tr>\n",
                        100 * pair.similarity, html(pair.first, kMaxStudentName),
                        html(pair.second, kMaxStudentName));
  }
  return section("pairs", "Alike, apart from the starter's code: read both before you conclude anything",
                 {"Similarity", "Submission", "Submission"}, rows);
}

std::string points_of(const ClassPage::Entry& entry) {
  if (entry.report != nullptr) return format_points(entry.report->score);
  return entry.points_by_hand ? format_points(*entry.points_by_hand) : std::string();
}

// What a person gave without a report is said in the row itself: no report's page says it.
std::string by_hand(const ClassPage::Entry& entry) {
  if (!entry.points_by_hand) return {};
  return entry.message.empty() ? ". Points by hand." : ". " + html(entry.message, kMaxClassSentence);
}

std::string submissions(const ClassPage& page) {
  const bool timed =
      std::ranges::any_of(page.entries, [](const ClassPage::Entry& entry) { return !entry.late.empty(); });
  std::string rows;
  for (const ClassPage::Entry& entry : page.entries) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}</td>{}</tr>\n",
                        linked(entry), points_of(entry), html(entry.status, kMaxStudentName) + by_hand(entry),
                        timed ? "<td>" + html(entry.late, kMaxStudentName) + "</td>" : std::string());
  }
  std::vector<std::string> columns = {"Submission", "Points", "Status"};
  if (timed) columns.emplace_back("Late");
  return section("submissions", "Submissions", columns, rows);
}

}  // namespace

std::string render_class_page(const ClassPage& page) {
  const std::vector<const Report*> reports = reports_of(page);
  const auto with = [&](const char* status) {
    return static_cast<std::size_t>(
        std::ranges::count(page.entries, std::string(status), &ClassPage::Entry::status));
  };
  const auto unless_none = [](const char* words, std::size_t count) {
    return count == 0 ? std::string() : fmt::format("; {}: {}", words, count);
  };
  const std::size_t left_alone = with("left_alone");
  const std::size_t missing = with("not_submitted");
  const std::size_t submissions_handed_in = page.entries.size() - left_alone - missing - with("ambiguous");
  const std::string grades =
      page.grades_link.empty()
          ? std::string()
          : fmt::format("<p><a href=\"{}\">All grades as a table</a></p>\n", href(page.grades_link));
  const std::string body =
      fmt::format("<header>\n<h1>{}</h1>\n<p>{} submissions, {} graded{}{}</p>\n{}</header>\n<main>\n",
                  html(page.title, kMaxStudentName), submissions_handed_in, reports.size(),
                  unless_none("files left alone", left_alone),
                  unless_none("students who did not submit", missing), grades) +
      scores(reports) + problems(reports) + findings(page) + attention(page) + slowest(page) + pairs(page) +
      submissions(page) + "</main>\n";
  return html_frame(page.title, body, {Script{std::string(kSortTables)}});
}

ClassPage without_names(ClassPage page) {
  std::vector<std::size_t> order(page.entries.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto content = [&](std::size_t i) {
    const Report* report = page.entries[i].report;
    return report == nullptr ? std::string() : report->submission.sha256;
  };
  std::ranges::stable_sort(order, {}, content);
  std::vector<std::size_t> places(order.size());
  ClassPage anonymous = page;
  anonymous.entries.clear();
  anonymous.grades_link.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ClassPage::Entry& entry = page.entries[order[i]];
    places[order[i]] = i;
    anonymous.entries.push_back({fmt::format("Submission {}", i + 1),
                                 {},
                                 entry.report,
                                 entry.status,
                                 {},
                                 entry.late,
                                 entry.points_by_hand});
  }
  for (ClassPage::Finding& finding : anonymous.findings) {
    for (std::size_t& entry : finding.entries) entry = places.at(entry);
    std::ranges::sort(finding.entries);
  }
  anonymous.pairs.clear();  // they name submissions, and accuse
  return anonymous;
}

}  // namespace grader
