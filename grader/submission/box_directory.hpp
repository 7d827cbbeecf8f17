/// A private directory on the host for the files that go into a box and come out of it.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "grader/base/temporary_folder.hpp"
#include "grader/submission/regular_file.hpp"

namespace grader {

/// A fresh directory that only the grader's user can enter. The destructor removes it with everything that a
/// program left in it. It contains `work`, which is the directory to mount. `work` may come to belong to
/// another user.
class BoxDirectory {
 public:
  /// Throws std::system_error when the directory cannot be made.
  BoxDirectory();

  std::filesystem::path work() const { return directory_.path() / "work"; }

  /// Writes a file into `work` that everybody can read. Do not call it after a program has run there: the
  /// program could have left a link of that name.
  void write(const std::string& name, std::string_view bytes) const;

  /// Returns a file that a program left in `work`. Call it only when all processes of the program are dead.
  FileContents read(const std::string& name, std::size_t cap) const;

  /// Moves such a file into the `work` of another box. Returns false when the file does not exist or is not a
  /// regular file.
  bool move_file(const std::string& name, const BoxDirectory& to) const;

 private:
  TemporaryFolder directory_;
};

}  // namespace grader
