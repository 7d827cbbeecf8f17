/// A user namespace for a grader that is root.
#pragma once

namespace grader {

/// Moves the calling process, which is root and has one thread, into a new user namespace. Root and
/// `other_user` keep their ids there, and no other user exists. Allocates no memory. Returns null on success.
/// Otherwise returns what failed, and errno says why.
const char* enter_user_namespace_with(unsigned other_user);

}  // namespace grader
