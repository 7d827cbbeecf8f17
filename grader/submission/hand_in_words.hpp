/// Sentences about where files were found.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace grader {

/// Joins names: "a, b and c". Of more than four it names the first three: "a, b, c and 4 more".
std::string list_of(const std::vector<std::string>& names);

/// Returns "my-gates/" for "my-gates", and "the top folder" for "".
std::string folder_words(const std::string& shown);

/// Adds the folder's words unless they are already in the list.
void add_folder(std::vector<std::string>& folders, const std::string& shown);

/// "Graded: final/. Other versions of affine.cpp are in old/ and were not graded." With the number of an
/// upload: "Graded: hw-2.zip/ (upload 200, the newest of these). Other versions ..."
std::string several_versions(const std::string& graded, std::uint64_t upload,
                             const std::vector<std::string>& others, const std::vector<std::string>& files);

/// "affine.cpp was taken from work/: in submission/ it is the untouched starter."
std::string taken_instead_of_starter(const std::string& from, const std::string& starter,
                                     const std::vector<std::string>& files);

/// Returns the deepest folder that contains all of `folders`: "work" for "work/a" and "work/b". Returns ""
/// when it is the top folder.
std::string common_folder(const std::vector<std::string>& folders);

}  // namespace grader
