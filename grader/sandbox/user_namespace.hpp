/// A user namespace for a grader that is root.
#pragma once

namespace grader {

/// Moves the calling process, which is root and has one thread, into a new user namespace in which root and
/// `other_user` mean the same as outside, and no other user means anything. Allocates no memory. Null, or
/// what could not be done (errno says why).
const char* enter_user_namespace_with(unsigned other_user);

}  // namespace grader
