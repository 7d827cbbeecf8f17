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

/// Returns the text of the starter of a layer, or of its solution for the folder "solutions", whichever
/// assignment of the course the layer comes from. Returns an empty string if there is none.
std::string text_of_layer(const std::string& op, const char* folder = "starter");

/// Returns the ids of all assignments, in their order.
std::vector<std::string> course_assignments();

}  // namespace grader
