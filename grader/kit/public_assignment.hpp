/// An assignment without what students are not to see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// What is left out of a kit's checks, for its README.
struct LeftOut {
  std::vector<std::string> hidden;  // ids of hidden checks, "sigmoid/dx-saturated"
};

struct PublicAssignment {
  Json document;  // the kit's assignment.json
  LeftOut left_out;
};

/// From an assignment.json: hidden checks go, and problems that have no check left, and the course's seeds.
/// The folders of golden answers and of the student's own library are named in it. Throws InputError when a
/// problem that stays uses one that goes.
PublicAssignment public_assignment(const Json& document, const Assignment& assignment);

/// The probes that only hidden checks of a problem try: a kit has no golden case of them.
std::set<std::string> hidden_probes(const ProblemSpec& problem);

}  // namespace grader
