#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// A starter that differs from what its solution gives.
struct StaleStarter {
  enum class Reason { kMissing, kDifferent, kSuperfluous };
  std::filesystem::path file;  ///< Relative to the starters' root: a1-gates/affine.cpp.
  Reason reason;

  friend bool operator==(const StaleStarter&, const StaleStarter&) = default;
};

/// Returns a word for a stale starter: "missing", "different" or "superfluous". If `written`, returns what
/// was done about it: "written", "written anew", or that it was left as it is.
std::string_view to_string(StaleStarter::Reason reason, bool written = false);

/// Returns the tags that are blanked by default: students get the forward passes and write everything else.
const std::set<std::string>& default_blanked();

/// Returns the starter of solutions_root/`file` (a1-gates/affine.cpp). Throws `InputError` as
/// generate_starters does.
std::string starter_of(const std::filesystem::path& solutions_root, const std::filesystem::path& file,
                       const std::set<std::string>& blanked);

/// Compares every starter_root/aN-*/<layer>.cpp with the starter that solutions_root/aN-*/<layer>.cpp gives.
/// Returns the stale ones, ordered by path. Unless `check` is true, it also writes the missing and the
/// different ones. It leaves current files untouched and never removes a superfluous one (no such solution),
/// which may be a student's.
///
/// Throws `InputError` if there are no solutions, if one cannot be read, if one has no region (its starter
/// would be the solution), or if make_starter refuses one; nothing is written then. Throws `WriteError` if a
/// file cannot be written.
std::vector<StaleStarter> generate_starters(const std::filesystem::path& solutions_root,
                                            const std::filesystem::path& starter_root,
                                            const std::set<std::string>& blanked, bool check);

}  // namespace grader
