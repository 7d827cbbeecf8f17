/// The page of a whole class, for its instructor.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// All texts may come from students: the page shows them as text.
struct ClassPage {
  struct Entry {
    std::string submission;          ///< what it is called
    std::string link;                ///< its own page, as a path relative to the class page; empty for none
    const Report* report = nullptr;  ///< none where there was nothing to grade
    std::string status;              ///< "graded"; otherwise why there is no report: "empty", "unreadable"
    std::string message;  ///< why there is no report, or what a person should look at in spite of it
  };
  /// What several got wrong in the same way.
  struct Finding {
    std::string problem, check, message;
    std::size_t count = 0;
  };
  /// Two submissions that are strikingly alike.
  struct Pair {
    std::string first, second;
    double similarity = 0;  ///< from 0 to 1
  };

  std::string title;
  std::vector<Entry> entries;
  std::vector<Finding> findings;  ///< the commonest first
  std::vector<Pair> pairs;        ///< the most similar first
};

/// One HTML file without scripts: the distribution of the scores, each problem's mean and verdicts, the
/// commonest findings, the slowest, what a person has to look at, similar pairs, and every submission with a
/// link to its page. A pure function.
std::string render_class_page(const ClassPage& page);

}  // namespace grader
