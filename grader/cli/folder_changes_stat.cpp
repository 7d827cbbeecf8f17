#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <thread>
#include <tuple>

#include "grader/base/input_error.hpp"
#include "grader/cli/folder_changes.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLook{50};

// What differs once a file has been written anew, in place or by another that takes its name.
using Version = std::tuple<ino_t, off_t, fs::file_time_type>;
using Versions = std::map<fs::path, Version>;

Versions versions_in(const std::vector<fs::path>& folders) {
  Versions versions;
  for (const fs::path& folder : folders) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      struct stat status = {};
      std::error_code gone;
      const fs::file_time_type time = fs::last_write_time(at->path(), gone);
      if (!gone && stat(at->path().c_str(), &status) == 0)
        versions[at->path()] = {status.st_ino, status.st_size, time};
    }
    if (error) throw InputError(folder.string() + " cannot be watched: " + error.message());
  }
  return versions;
}

std::vector<std::string> names_of_differences(const Versions& before, const Versions& now) {
  Versions differ;
  std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(),
                                std::inserter(differ, differ.end()));
  std::vector<std::string> names;
  for (const auto& [path, version] : differ) names.push_back(path.filename().string());
  return names;
}

class Looked : public FolderChanges {
 public:
  explicit Looked(const std::vector<fs::path>& folders) : folders_(folders), known_(versions_in(folders)) {}

  std::vector<std::string> wait(int milliseconds) override {
    const auto begin = std::chrono::steady_clock::now();
    while (true) {
      Versions now = versions_in(folders_);
      std::vector<std::string> names = names_of_differences(known_, now);
      known_ = std::move(now);
      const bool over = milliseconds >= 0 &&
                        std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(milliseconds);
      if (!names.empty() || over) return names;
      std::this_thread::sleep_for(kLook);
    }
  }

 private:
  std::vector<fs::path> folders_;
  Versions known_;
};

}  // namespace

std::unique_ptr<FolderChanges> follow_changes(const std::vector<fs::path>& folders) {
  return std::make_unique<Looked>(folders);
}

}  // namespace grader
