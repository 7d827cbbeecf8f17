#include "grader/batch/locate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <tuple>

#include "grader/batch/discover.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 3;
constexpr std::size_t kMaxFolders = 1000;

struct Place {
  fs::path path;
  int depth = 0;
};

// What one folder holds; of files only those that are asked for.
struct Contents {
  std::size_t expected = 0;
  std::vector<fs::path> folders;
  std::vector<fs::path> archives;
};

Contents contents_of(const fs::path& folder, const std::vector<std::string>& names) {
  Contents result;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    const fs::file_status status = at->symlink_status(ignored);
    // Links and folders under an expected name count: the reason why they are not taken is then in the
    // report.
    if (std::ranges::find(names, name) != names.end()) {
      ++result.expected;
    } else if (name.starts_with('.') || name == "__MACOSX") {
      continue;
    } else if (fs::is_directory(status)) {
      result.folders.push_back(at->path());
    } else if (fs::is_regular_file(status) && !archive_stem(name).empty()) {
      result.archives.push_back(at->path());
    }
  }
  std::ranges::sort(result.folders);
  return result;
}

}  // namespace

Located locate(const fs::path& folder, const std::string& assignment_id,
               const std::vector<std::string>& names) {
  std::vector<fs::path> archives;
  fs::path best;
  std::tuple<bool, std::size_t> best_rank;  // breadth first: of equals the shallowest stays
  std::deque<Place> queue = {{folder, 0}};
  for (std::size_t seen = 0; !queue.empty() && seen < kMaxFolders; ++seen) {
    const Place place = queue.front();
    queue.pop_front();
    const Contents contents = contents_of(place.path, names);
    archives.insert(archives.end(), contents.archives.begin(), contents.archives.end());
    const std::tuple rank(place.path.filename() == assignment_id, contents.expected);
    if (contents.expected > 0 && (best.empty() || rank > best_rank)) {
      best = place.path;
      best_rank = rank;
    }
    if (place.depth == kMaxDepth) continue;
    for (const fs::path& inner : contents.folders) queue.push_back({inner, place.depth + 1});
  }
  if (!best.empty()) return FilesFolder{best};
  if (archives.size() == 1) return PackedFiles{archives.front()};
  return NoFiles{fmt::format(
      "It has none of the {} expected files ({}{}).", names.size(),
      fmt::join(names.begin(), names.begin() + std::min<std::ptrdiff_t>(3, std::ssize(names)), ", "),
      names.size() > 3 ? ", ..." : "")};
}

Located locate(const Submission& submission, const std::string& assignment_id,
               const std::vector<std::string>& names) {
  switch (submission.form) {
    case Submission::Form::folder:
      return locate(submission.source, assignment_id, names);
    case Submission::Form::archive:
      return PackedFiles{submission.source};
    case Submission::Form::refused:
      break;
  }
  return NoFiles{submission.problem};
}

}  // namespace grader
