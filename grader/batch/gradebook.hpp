/// grades.csv: what goes into the course's books.
#pragma once
#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// RFC 4180 with a header and CRLF: student, name and email where somebody's are known, submission, status,
/// score, max_score, a column of points for each problem, message. A row for each student, in the order of
/// the rows: a group's members each have one. Every problem counts 0 where there is no report. Equal rows
/// give equal bytes.
std::string gradebook(const Assignment& assignment, const std::vector<Row>& rows);

}  // namespace grader
