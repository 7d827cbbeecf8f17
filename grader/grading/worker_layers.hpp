/// Decides which layers a worker holds, and whether each is the student's.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"
#include "grader/ops/op.hpp"
#include "grader/ops/outside.hpp"

namespace grader {

/// The status of each problem graded so far, by its id.
using Statuses = std::map<std::string, Status>;

/// A layer of the reference. It replaces one that the student has not got right or does not hand in. The
/// worker gets functions that ask the grader, and the reference stays where it is.
struct StandIn {
  std::string layer;
  const ProblemSpec* problem = nullptr;  // nullptr: a layer of the library
};

/// Returns the functions of the op `used` that would answer a question about the op `asked` all by
/// themselves, so that no stand-in may offer them. When both take the same inputs to the same outputs, as
/// batchnorm_alt and batchnorm do, this is the backward pass.
std::vector<std::string> answering_functions(const Op& asked, const Op& used);

struct WorkerLayers {
  std::vector<const ProblemSpec*> asked;  // the student's layers that the worker answers for
  std::vector<const ProblemSpec*> own;    // the student's layers that those above run
  std::vector<StandIn> stand_ins;         // the reference's layers that those above run

  /// Returns whether the worker has this layer, the student's or a stand-in.
  bool holds(const ProblemSpec& layer) const;
  /// Returns whether the worker has a stand-in in place of this layer.
  bool stands_in_for(const ProblemSpec& layer) const;

  /// Returns whether a stand-in would replace a layer that is being graded. No worker is linked then.
  bool stand_in_for_asked() const;

  /// Returns what answers for the functions that the worker may call and does not hold: those of the
  /// stand-ins, by the reference, and those that a graded op is tried on. A function that would answer a
  /// question counts as not implemented. Any other call throws ProtocolError.
  OutsideCaller outside() const;
};

/// Says which problems' layers were the reference's. `problems` is not empty. Other checks of the same
/// problem judge the student's layers of the problems `judged`.
std::string stand_in_sentence(const std::vector<std::string>& problems,
                              const std::set<std::string>& judged = {});

/// Returns the layers `asked` and the layers that they run. A layer in `uses` is the student's own when its
/// problem passed. A library layer is the student's own in a kit. Everything else is a stand-in.
WorkerLayers worker_layers(const Assignment& assignment, const std::vector<const ProblemSpec*>& asked,
                           const Statuses& statuses);

}  // namespace grader
