#include "grader/batch/pages.hpp"

#include "grader/base/files.hpp"
#include "grader/batch/findings.hpp"
#include "grader/report/page/class_page.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"

namespace grader {

void write_pages(const GradesFolder& folder, const Assignment& assignment, const std::vector<Row>& rows,
                 const std::vector<SimilarPair>& pairs, bool anonymous) {
  const std::string script = figure_script();
  if (!script.empty()) write_atomically(folder.figures(), script);
  ClassPage page{.title = assignment.title.empty() ? assignment.id : assignment.title,
                 .entries = {},
                 .findings = {},
                 .pairs = {},
                 .grades_link = folder.grades().filename().string()};
  for (const Row& row : rows) {
    ClassPage::Entry entry{
        .submission = label_of(row.submission),
        .link = {},
        .report = row.report ? &*row.report : nullptr,
        .status = std::string(to_string(row.record.status)),
        .message = row.record.message,
        .late = row.submission.students.empty() ? "" : row.submission.students.front().late,
        .points_by_hand = row.report ? std::nullopt : score_of(row)};
    if (row.report) {
      const std::filesystem::path file = folder.html(row.submission.file_name);
      write_atomically(file,
                       render_html(*row.report, {.figure_link = script.empty() ? "" : "../figures.js"}));
      entry.link = file.lexically_relative(folder.root()).string();
    }
    page.entries.push_back(std::move(entry));
  }
  for (const CommonFinding& finding : common_findings(rows))
    page.findings.push_back({finding.problem, finding.check, finding.message, finding.count, finding.rows});
  for (const SimilarPair& pair : pairs) page.pairs.push_back({pair.first, pair.second, pair.similarity});
  write_atomically(folder.class_page(), render_class_page(page));
  if (anonymous) write_atomically(folder.anonymous_page(), render_class_page(without_names(page)));
}

}  // namespace grader
