/// Searches a folder for texts that students must not see.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace grader {

/// A text that must not occur in a kit.
struct Secret {
  std::string where;    ///< "solutions/a1-gates/affine.cpp:14"
  std::string text;     ///< A line of code without white space, or a number.
  bool number = false;  ///< If true, a digit before or after `text` is no match.
};

struct Leak {
  std::string file;  ///< Relative to the kit.
  Secret secret;
};

/// Lines of code with fewer characters than this, white space not counted, give nothing away: "return
/// gradients;".
inline constexpr std::size_t kTrivialLine = 17;

/// Returns `line` without white space and without the comment at its end. Returns "" if the rest is too short
/// to matter, only gives a number its start value ("double sum = 0.0;"), or only counts up to one name ("for
/// (std::size_t i = 0; i < rows; ++i) {").
std::string telling_text(std::string_view line);

/// Returns the lines of all regions below `solutions` whose tag is in `blanked`. Lines in `given` are left
/// out, because students get them anyway.
std::vector<Secret> secrets_of_solutions(const std::filesystem::path& solutions,
                                         const std::set<std::string>& blanked,
                                         const std::set<std::string>& given);

/// A file that is secret as a whole is mostly ordinary code, so only its lines with at least this many
/// characters count as secrets.
inline constexpr std::size_t kOrdinaryLine = 40;

/// Returns the long lines of all source files in a folder. It leaves out tests, lines that begin with '#',
/// and lines in `given`. Returns an empty list if the folder does not exist.
std::vector<Secret> secrets_of_sources(const std::filesystem::path& folder,
                                       const std::set<std::string>& given);

/// Returns telling_text of every line of every C++ file below a folder, without "".
std::set<std::string> telling_texts(const std::filesystem::path& folder);

/// Returns the secrets that occur in the kit, ordered by file. A secret that occurs in several files is
/// listed once for each file.
std::vector<Leak> find_leaks(const std::filesystem::path& kit, const std::vector<Secret>& secrets);

}  // namespace grader
