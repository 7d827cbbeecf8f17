/// What a batch shows in a browser: index.html for the instructor, and beside each report.json its page.
#pragma once
#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/row.hpp"
#include "grader/batch/similarity.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// Writes the class page, a page for each report, and once, as figures.js, what draws their figures. Throws
/// WriteError.
void write_pages(const GradesFolder& folder, const Assignment& assignment, const std::vector<Row>& rows,
                 const std::vector<SimilarPair>& pairs);

}  // namespace grader
