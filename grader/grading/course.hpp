/// Finds the course's assignments by their id.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// Returns the assignment.json of an assignment such as "a1-gates". A `name` that is the path of a .json file
/// is returned as it is. Throws InputError, with the list of assignments, for any other name.
std::filesystem::path assignment_file(const std::string& name);

/// Returns the folder with the course's solutions and the sources of the grader. Throws InputError if they
/// are not installed: who only grades needs none.
std::filesystem::path course_sources();

/// Returns the ids of all assignments, in their order.
std::vector<std::string> course_assignments();

}  // namespace grader
