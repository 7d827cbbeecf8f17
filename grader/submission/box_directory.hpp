/// A private place on the host for what goes into a box and what comes out of it.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "grader/base/temporary_folder.hpp"
#include "grader/submission/regular_file.hpp"

namespace grader {

/// A fresh directory that only the grader's user can enter. Gone, with all that a program left in it, when
/// this object is. Inside it is `work`, the one to mount: it may become another user's.
class BoxDirectory {
 public:
  /// Throws std::system_error when there is no room for one.
  BoxDirectory();

  std::filesystem::path work() const { return directory_.path() / "work"; }

  /// Puts a file into `work`, readable by everybody. Not to be used once a program has been there: it could
  /// have left a link of that name.
  void write(const std::string& name, std::string_view bytes) const;

  /// What a program left in `work`. Only when all its processes are dead.
  FileContents read(const std::string& name, std::size_t cap) const;

  /// Moves such a file into the `work` of another box. False when it is not there, or no regular file.
  bool move_file(const std::string& name, const BoxDirectory& to) const;

 private:
  TemporaryFolder directory_;
};

}  // namespace grader
