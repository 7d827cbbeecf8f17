/// Makes the part of an assignment that students may see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// The checks that a kit leaves out. The kit's README lists them.
struct LeftOut {
  std::vector<std::string> hidden;  ///< Ids of hidden checks: "sigmoid/dx-saturated".
};

struct PublicAssignment {
  Json document;  ///< The kit's assignment.json.
  LeftOut left_out;
};

/// Makes a kit's assignment.json from `document`, the instructor's. It removes hidden checks, problems that
/// have no other checks, and the course's seeds, and adds the paths of the golden answers and of the
/// student's own library. Throws InputError if a remaining problem uses a removed one.
PublicAssignment public_assignment(const Json& document, const Assignment& assignment);

/// Returns the probes that only hidden checks of a problem use. A kit has no golden case for them.
std::set<std::string> hidden_probes(const ProblemSpec& problem);

/// Returns all other probes of the problem's op.
std::set<std::string> public_probes(const ProblemSpec& problem);

}  // namespace grader
