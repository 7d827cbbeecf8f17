/// Sentences about where files were found.
#pragma once
#include <string>
#include <vector>

namespace grader {

/// "a, b and c"; of many the first three: "a, b, c and 4 more".
std::string list_of(const std::vector<std::string>& names);

/// "my-gates/"; "the top folder" for "".
std::string folder_words(const std::string& shown);

/// Adds the folder's words unless they are there already.
void add_folder(std::vector<std::string>& folders, const std::string& shown);

/// "Graded: final/. Other versions of affine.cpp are in old/ and were not graded."
std::string several_versions(const std::string& graded, const std::vector<std::string>& others,
                             const std::vector<std::string>& files);

/// "affine.cpp was taken from work/: in submission/ it is the untouched starter."
std::string taken_instead_of_starter(const std::string& from, const std::string& starter,
                                     const std::vector<std::string>& files);

/// The deepest folder that all of these lie in: "work" for "work/a" and "work/b"; "" where that is the top.
std::string common_folder(const std::vector<std::string>& folders);

}  // namespace grader
