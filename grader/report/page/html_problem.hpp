/// The part of a page about one problem.
#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// See HtmlOptions::handout_link.
using HandoutLink = std::function<std::string(const std::string&)>;

/// Returns the section about a problem of a `student_view`. Its id is problem-1 for index 0. Returns an empty
/// string for a problem that is right and has nothing to say. `repeat` is what is added to a command to get
/// the same inputs again.
std::string html_problem(const Problem& problem, std::size_t index, const std::string& repeat,
                         const HandoutLink& handout_link = {});

/// Returns the class of a problem's verdict, for its colour: its status, or "partly" for a `fail` with
/// points.
std::string badge_of(const Problem& problem);

}  // namespace grader
