/// The handouts as kits have them. A kit has other commands and folders than the course's repository, and its
/// assignment may have problems of several handouts.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Returns a handout for a kit. What stands between the line `<!-- course -->` and the line `<!-- kit` is
/// left out, and what follows up to the line `-->` is put in. Links to the texts in starter/ lead there, and
/// other links to files of the course are plain text. grader/handouts/page.mjs does the same for pages.
std::string handout_for_kit(const std::string& text);

struct ComposedHandout {
  std::string text;                             ///< "" if no handout is about any of the problems.
  std::vector<std::filesystem::path> pictures;  ///< That the text shows.
  std::vector<std::string> sources;             ///< "a1-gates": whose handouts it is made from.
  std::vector<std::string> without;             ///< The ids of the problems that no handout is about.
};

/// Makes a handout for an instructor's own assignment, from the handouts of the course: without their first
/// sections, which are about their own files and points, and without the sections of problems that the
/// assignment does not have.
ComposedHandout composed_handout(const std::filesystem::path& course, const Assignment& assignment);

}  // namespace grader
