/// Files that the command line names.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace grader {

/// Returns the whole text of a file, or of standard input for "-". Throws InputError with the path and the
/// system's reason if it cannot be read, is a folder, or has more than 64 MiB.
std::string read_text(const std::string& path);

/// Throws InputError if `file` is a folder or if its folder does not exist. Call it before the work starts,
/// because a result that cannot be written is lost. Accepts "" and "-", which are not files.
void require_writable_place(const std::string& file);

/// Returns a function from a handout's path in the course to its path relative to the page `html`, for
/// HtmlOptions::handout_link. Where the handout was made a page, it is that page's path. It returns "" for a
/// handout that is not there, and for every handout where the page `html` is outside of the course's or the
/// kit's folder: such a page goes elsewhere.
std::function<std::string(const std::string&)> handouts_beside(const std::string& html);

}  // namespace grader
