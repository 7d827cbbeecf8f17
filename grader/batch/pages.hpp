/// Writes a batch's pages for a browser: index.html for the instructor, and a page beside each report.
#pragma once

#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/row.hpp"
#include "grader/batch/similarity.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// Writes the class page, a page for each report, and figures.js, which draws the figures of all pages.
/// With `anonymous`, a second class page without names. Throws WriteError.
void write_pages(const GradesFolder& folder, const Assignment& assignment, const std::vector<Row>& rows,
                 const std::vector<SimilarPair>& pairs, bool anonymous);

}  // namespace grader
