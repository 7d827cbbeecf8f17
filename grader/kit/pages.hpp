/// The pages that the build has made of the course's texts, for kits.
#pragma once

#include <filesystem>
#include <string>

namespace grader {

/// Returns where the build puts the page of a text for kits: that of a handout is called by its assignment,
/// "a1-gates", and that of starter/cheat-sheet.md "cheat-sheet". The page need not be there.
std::filesystem::path built_page(const std::string& name);

/// Copies `page` to `to` if it was made of exactly the text in the file `text`. Otherwise copies nothing: a
/// page that says something else than the text beside it would be worse than none.
void copy_page(const std::filesystem::path& page, const std::filesystem::path& text,
               const std::filesystem::path& to);

}  // namespace grader
