#pragma once
#include <set>
#include <string>
#include <string_view>

namespace grader {

/// A student's file from a solution's. A region whose tag is in `blanked` becomes
///
///     // TODO(a1.affine): dx, dw and db, one line each. Let the shapes guide you.
///     throw NotImplemented("affine_backward");
///
/// and every other region loses its markers and its text, and is given.
///
/// `assignment` is the short id ("a1"), `layer` the file's stem ("affine"), `file` what errors call the
/// solution. Throws `InputError` for a malformed region (see find_regions) or an unknown tag in `blanked`.
std::string make_starter(std::string_view solution, const std::string& assignment, const std::string& layer,
                         const std::set<std::string>& blanked, const std::string& file);

}  // namespace grader
