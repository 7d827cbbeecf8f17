/// Finds out which student of a roster a submission is from.
#pragma once

#include <string>
#include <vector>

#include "grader/batch/record.hpp"
#include "grader/batch/roster.hpp"
#include "grader/batch/submission.hpp"

namespace grader {

/// A student of the roster without a submission that is certainly theirs.
struct Absent {
  Student student;
  BatchStatus status = BatchStatus::not_submitted;  ///< Or `ambiguous`: there are several submissions.
  std::string message = {};
};

struct Matched {
  std::vector<Submission> submissions;
  std::vector<Absent> absent;  ///< In the order of the roster.
};

/// Puts the roster's students in place of what the submissions' names say of them. A name that a system made
/// is matched by the student's id in it. A name that a person chose is matched when it is, or has as a word,
/// an id, e-mail address or login of at least three characters, or the student's whole name. Names that look
/// the same are the same: see comparable.
///
/// Nothing is guessed. A submission that fits nobody or several students is nobody's, and so are two
/// submissions of one student: `Submission::nobodys` says why, and its student is what its name says.
Matched match_roster(std::vector<Submission> submissions, const Roster& roster);

}  // namespace grader
