/// Checks the arguments of an outside function, before a layer that trusts its caches gets to see them.
///
/// The arguments may come from student code, and the reference's layers index memory by the sizes in their
/// caches. So every argument is described, and anything else is refused.
#pragma once

#include <string>

#include "grader/ops/outside.hpp"

namespace grader {

/// Throws backprop::ShapeError, whose message begins with `function`, unless the arguments are as described
/// and small enough to be worked on. The description has one word for each argument:
///
///     N,D     a tensor of that shape; the same symbol means the same size everywhere, "4H" is four times H
///     N,D?    the same, or empty
///     N<C     a tensor of integers, at least 0 and below the size C
///     =A      a number that is the size A
///     .       a number
///     *       anything
void require_arguments(const std::string& function, const std::string& description,
                       const TensorList& arguments);

/// Returns `inner` behind this check.
OutsideFunction checked_outside(const std::string& function, const std::string& description,
                                OutsideFunction inner);

}  // namespace grader
