/// An assignment without what students are not to see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

/// What is left out of a kit's checks, in words for its README: "exploding_gradients: clipping".
struct LeftOut {
  std::vector<std::string> hidden;  // ids of hidden checks, "sigmoid/dx-saturated"
  std::vector<std::string>
      scenarios;  // parts that only a grader with solutions can run, "exploding_gradients/clipping"
};

struct PublicAssignment {
  Json document;  // the kit's assignment.json
  LeftOut left_out;
};

/// From an assignment.json: hidden checks go, and parts that call solutions, and problems that have no check
/// left, and the course's seeds. The folders of golden answers and of earlier layers are named in it. Throws
/// InputError where a problem that stays uses one that goes.
PublicAssignment public_assignment(const Json& document, const Assignment& assignment);

/// The probes that only hidden checks of a problem try: a kit has no golden case of them.
std::set<std::string> hidden_probes(const ProblemSpec& problem);

}  // namespace grader
