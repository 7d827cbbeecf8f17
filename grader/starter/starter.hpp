#pragma once

#include <set>
#include <string>
#include <string_view>

namespace grader {

/// Makes a student's file from a solution. A region whose tag is in `blanked` becomes
///
///     // TODO(a1.affine): dx, dw and db, one line each. Let the shapes guide you.
///     throw NotImplemented("affine_backward");
///
/// Every other region loses its markers and its text; the student gets its code.
///
/// `assignment` is the short id ("a1"), `layer` is the file's stem ("affine"), and `file` names the solution
/// in error messages. Throws `InputError` if a region is malformed (see find_regions) or `blanked` has an
/// unknown tag.
std::string make_starter(std::string_view solution, const std::string& assignment, const std::string& layer,
                         const std::set<std::string>& blanked, const std::string& file);

}  // namespace grader
