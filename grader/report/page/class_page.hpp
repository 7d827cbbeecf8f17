/// The page about a whole class, for its instructor.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// Any text may come from a student: the page shows it as text.
struct ClassPage {
  struct Entry {
    std::string submission;          ///< what it is called
    std::string link;                ///< its own page, as a path relative to the class page; empty for none
    const Report* report = nullptr;  ///< none where there was nothing to grade
    std::string status;              ///< "graded"; otherwise why there is no report: "empty", "unreadable"
    std::string message;             ///< why there is no report, or what a person should look at in it
    std::string late = {};           ///< "yes", "no", or empty where nobody knows
    /// Points that a person gave where there is no report; `message` says so.
    std::optional<double> points_by_hand = {};
  };
  /// A mistake that several submissions have in common.
  struct Finding {
    std::string problem, check, message;
    std::size_t count = 0;
    std::vector<std::size_t> entries = {};  ///< who makes it, as places in `ClassPage::entries`
  };
  /// Two submissions that are strikingly similar.
  struct Pair {
    std::string first, second;
    double similarity = 0;  ///< from 0 to 1
  };

  std::string title;
  std::vector<Entry> entries;
  std::vector<Finding> findings;  ///< the commonest first
  std::vector<Pair> pairs;        ///< the most similar first
  std::string grades_link =
      {};  ///< the table of grades, as a path relative to the class page; empty for none
};

/// Returns the page without what tells students apart: names, links and messages. Submissions are numbered in
/// an order that depends on their contents alone.
ClassPage without_names(ClassPage page);

/// Returns one HTML file, whose only script sorts tables; a pure function. It shows the distribution of the
/// scores, each problem's mean and verdicts, the most common findings, the slowest submissions, those that a
/// person has to look at, and similar pairs. Every submission is listed with a link to its page. Each finding
/// unfolds into the submissions that have it.
std::string render_class_page(const ClassPage& page);

}  // namespace grader
