/// Makes grades.csv, for the course's gradebook.
#pragma once

#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// Returns a CSV file (RFC 4180, with a header and CRLF). Its columns are: student; name and email if any are
/// known; submission; status; score; max_score; the points of each problem; when it was submitted, and
/// whether late, as far as the system's download or the roster says so; the folder that was graded; the
/// report's file; message. Each student has one row, in the order of `rows`, and so does each member of a
/// group. Without a report, every problem counts 0; a student without a submission has no points. Equal rows
/// give equal bytes.
std::string gradebook(const Assignment& assignment, const std::vector<Row>& rows);

}  // namespace grader
