/// Where the course lies: assignments by their id.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// The assignment.json of "a1-gates", or `name` itself where it is the path of a .json file. Throws
/// InputError, naming the assignments there are, for any other name.
std::filesystem::path assignment_file(const std::string& name);

/// The ids of all assignments, in their order.
std::vector<std::string> course_assignments();

}  // namespace grader
