/// Does a folder that students get hold what they are not to see?
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace grader {

/// A text that must not occur in a kit.
struct Secret {
  std::string where;    // "solutions/a1-gates/affine.cpp:14"
  std::string text;     // of a line of code: without its white space
  bool number = false;  // a whole number: found only where no digit stands before or after it
};

struct Leak {
  std::string file;  // relative to the kit
  Secret secret;
};

/// Lines of code of fewer characters, white space not counted, say nothing: "return gradients;".
inline constexpr std::size_t kTrivialLine = 17;

/// `line` without white space and without the comment at its end; empty where that is trivial.
std::string telling_text(std::string_view line);

/// The lines of the regions of all solutions below `solutions` whose tag is in `blanked`, but those that
/// occur in `given` as well: what students are given is no secret.
std::vector<Secret> secrets_of_solutions(const std::filesystem::path& solutions,
                                         const std::set<std::string>& blanked,
                                         const std::set<std::string>& given);

/// A file that is secret as a whole is mostly code as it is written everywhere: of it only lines of so many
/// characters count.
inline constexpr std::size_t kOrdinaryLine = 40;

/// The lines of all source files in a folder but tests, and but those in `given`; none where there is no such
/// folder.
std::vector<Secret> secrets_of_sources(const std::filesystem::path& folder,
                                       const std::set<std::string>& given);

/// The telling texts of all lines of all C++ files below a folder.
std::set<std::string> telling_texts(const std::filesystem::path& folder);

/// Every occurrence, in text order of the files. Each secret is told once a file.
std::vector<Leak> find_leaks(const std::filesystem::path& kit, const std::vector<Secret>& secrets);

}  // namespace grader
