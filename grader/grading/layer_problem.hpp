/// A problem that is one layer.
#pragma once

#include <map>
#include <string>

#include "grader/grading/judge.hpp"
#include "grader/grading/workshop.hpp"

namespace grader {

/// What became of the problems graded so far, by their id.
using Statuses = std::map<std::string, Status>;

/// The layers that `problems` use, without these themselves: the student's own where they passed their own problem, and the
/// reference's elsewhere.
Helpers helpers_of(const Assignment& assignment, const std::vector<const ProblemSpec*>& problems,
                   const Statuses& statuses);

/// Layers that it uses are the student's own where they passed their own problem, and the reference's elsewhere.
Problem grade_layer(const Assignment& assignment, const ProblemSpec& spec, const Workshop& workshop,
                    std::uint64_t seed, const Statuses& statuses, const NameMistake& name_mistake = {});

}  // namespace grader
