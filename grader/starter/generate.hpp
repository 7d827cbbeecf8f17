#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// A starter that is not as its solution demands.
struct StaleStarter {
  enum class Reason { kMissing, kDifferent, kSuperfluous };
  std::filesystem::path file;  ///< relative to the starter's root: a1-gates/affine.cpp
  Reason reason;

  friend bool operator==(const StaleStarter&, const StaleStarter&) = default;
};

/// What to tell of a stale starter: "missing", "different", "superfluous", or, where it has been written,
/// "written".
std::string_view to_string(StaleStarter::Reason reason, bool written = false);

/// What students get when no instructor says otherwise: everything but the forward passes is blank.
const std::set<std::string>& default_blanked();

/// The starter of root/`file` (a1-gates/affine.cpp). Throws `InputError` as generate_starters does.
std::string starter_of(const std::filesystem::path& solutions_root, const std::filesystem::path& file,
                       const std::set<std::string>& blanked);

/// Compares starter_root/aN-*/<layer>.cpp with what make_starter makes of solutions_root/aN-*/<layer>.cpp,
/// and returns those that are stale, by path. Unless `check`, writes the missing and the different ones.
/// Current ones are not touched, and superfluous ones (no such solution) are not removed: they may be a
/// student's.
///
/// Throws `InputError` when there are no solutions, one cannot be read, one has no region (it would be given
/// away whole), or make_starter refuses one. Nothing is written then. Throws `WriteError` when a file cannot
/// be written.
std::vector<StaleStarter> generate_starters(const std::filesystem::path& solutions_root,
                                            const std::filesystem::path& starter_root,
                                            const std::set<std::string>& blanked, bool check);

}  // namespace grader
