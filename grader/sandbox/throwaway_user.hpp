/// Users that exist for one run only.
#pragma once

namespace grader {

/// A user id without an account, which no other program of any grader on this machine has, as far as enough
/// ids are available. The destructor frees it for the next run. For a grader that is root.
class ThrowawayUser {
 public:
  /// Throws std::runtime_error when 256 are in use.
  ThrowawayUser();
  ~ThrowawayUser();
  ThrowawayUser(const ThrowawayUser&) = delete;
  ThrowawayUser& operator=(const ThrowawayUser&) = delete;

  /// The id of the user and of its group.
  unsigned id() const { return id_; }

 private:
  unsigned slot_ = 0;
  unsigned id_ = 0;
};

/// Turns the calling process, which is root's, into that user for good: without other groups and
/// capabilities. Safe between fork and exec. Returns null on success. Otherwise returns what failed, and
/// errno says why.
const char* become_user(unsigned id);

}  // namespace grader
