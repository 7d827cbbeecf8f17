/// What a student's file may call besides the layers that its problem runs: the student's other layers of the
/// same assignment. Their files are linked too, and nothing ever stands in for them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"
#include "grader/grading/worker_layers.hpp"
#include "grader/submission/build_limits.hpp"

namespace grader {

/// A layer of the student's that is in a worker because a file calls it.
struct CalledLayer {
  const ProblemSpec* problem = nullptr;
  std::string function;  ///< "batchnorm_backward_alt"
  std::string by;        ///< The file with the call, "deep_net.cpp".
};

/// Returns the problem whose file should define this function for the file `by`, or nullptr when that is none
/// of the student's. A file of a kit's library may call other files of that library.
const ProblemSpec* layer_with(const Assignment& assignment, const std::string& function,
                              const std::string& by);

/// Says why `by` cannot call a function of a layer that is not in this assignment, and which assignment has
/// it. Returns an empty string when no header of the course, in the folder `headers`, declares the function.
std::string not_of_this_assignment(const Assignment& assignment, const WorkerLayers& layers,
                                   const std::string& function, const std::string& by,
                                   const std::filesystem::path& headers);

/// Adds before `failure` which calls brought the other files into the worker, when it names one of those.
std::string with_reason(const std::string& failure, const std::vector<CalledLayer>& called);

/// Says which of the called layers are not right yet, in a sentence for each: what calls them may be wrong
/// for that reason. `file` is that of the problem, or empty for a scenario. A layer whose status is not
/// known, or which was not run, is not mentioned.
std::string called_and_wrong(const std::vector<CalledLayer>& called, const std::string& file,
                             const Statuses& statuses);

}  // namespace grader
