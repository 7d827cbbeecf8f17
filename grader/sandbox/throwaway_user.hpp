/// Users that exist for one run only.
#pragma once

namespace grader {

/// A user id that nobody has: no account, no other program of this or of another grader on this machine. It
/// can be given again when this object is gone. For a grader that is root.
class ThrowawayUser {
 public:
  /// Throws std::runtime_error when 256 are in use.
  ThrowawayUser();
  ~ThrowawayUser();
  ThrowawayUser(const ThrowawayUser&) = delete;
  ThrowawayUser& operator=(const ThrowawayUser&) = delete;

  /// Of the user, and of a group.
  unsigned id() const { return id_; }

 private:
  unsigned slot_ = 0;
  unsigned id_ = 0;
};

/// Makes the calling process, which is root's, that user's for good: no other groups, no capabilities. Safe
/// between fork and exec. Null, or what could not be done (errno says why).
const char* become_user(unsigned id);

}  // namespace grader
