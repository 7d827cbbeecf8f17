/// Which layers a worker holds, and whose they are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// What became of the problems graded so far, by their id.
using Statuses = std::map<std::string, Status>;

/// A layer of the reference's, in place of one that the student has not got right or does not hand in.
struct StandIn {
  std::string layer;
  const ProblemSpec* problem = nullptr;  // nullptr: a layer of the library
};

struct WorkerLayers {
  std::vector<const ProblemSpec*> asked;  // the student's; the worker answers for them
  std::vector<const ProblemSpec*> own;    // the student's too; the others run them
  std::vector<StandIn> stand_ins;         // the others run them

  /// Whether a layer that is being graded would be the reference's. No worker is linked then.
  bool stand_in_for_asked() const;
};

/// The layers `asked`, and those that they run: of what they use, the student's own where these passed; of
/// the library, the student's own in a kit. Everything else is a stand-in.
WorkerLayers worker_layers(const Assignment& assignment, const std::vector<const ProblemSpec*>& asked,
                           const Statuses& statuses);

}  // namespace grader
