#include "grader/submission/survey.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <map>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/submission/collect.hpp"
#include "grader/submission/file_kind.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDepth = 10;
constexpr std::size_t kMaxEntries = 100'000;
constexpr std::size_t kMaxPlaces = 500;
constexpr std::size_t kMaxArchives = 8;
constexpr std::size_t kMaxOthers = 3;

// Folders of the course itself in a kit or a clone, beside the student's files.
constexpr std::array kOfTheCourse = {"grader", "datasets", "assignments", "earlier", "build", "prebuilt"};

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(fs::symlink_status(path, ignored));
}

bool is_regular(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(fs::symlink_status(path, ignored));
}

// Recognises a kit or the whole repository, packed with or without the grader's sources.
bool is_course(const fs::path& folder) {
  return is_folder(folder / "grader/ops") || is_folder(folder / "starter/include/backprop") ||
         (is_folder(folder / "submission") && is_folder(folder / "starter"));
}

bool is_build_tree(const fs::path& folder) { return is_regular(folder / "CMakeCache.txt"); }

void require_readable(const fs::path& folder) {
  if (access(folder.c_str(), R_OK | X_OK) == 0) return;
  throw InputError(
      fmt::format("The folder {} cannot be read: {}.", clean(folder.string(), 300), std::strerror(errno)));
}

struct Unexplored {
  fs::path path;
  std::string shown;
  std::size_t depth = 0;
  Place::Part part = Place::Part::none;
};

class Walk {
 public:
  explicit Walk(const std::vector<std::string>& names) : names_(names) {}

  Survey through(const fs::path& folder, const std::string& shown, std::size_t depth) {
    queue_ = {{folder, shown, depth}};
    while (!queue_.empty() && !survey_.cut_short) {
      const Unexplored next = std::move(queue_.front());
      queue_.pop_front();
      look_into(next);
    }
    return std::move(survey_);
  }

  void sort(const fs::path& path, const std::string& name, const std::string& shown, Place& place,
            std::uint64_t upload = 0) {
    // Links and folders with an expected name count, so that the report can say why they are not taken.
    if (std::ranges::find(names_, name) != names_.end()) {
      place.expected.push_back({name, name, path, upload});
    } else if (name == kPredictionsFile) {
      place.predictions = path;
    } else if (!is_regular(path) || is_left_by_a_tool(name)) {
      return;
    } else if (const auto wanted = meant_by(name, names_)) {
      place.similar.push_back({*wanted, name, path, upload});
    } else if (!archive_stem(name).empty() || is_packed(kind_of_file(path))) {
      if (survey_.archives.size() < kMaxArchives) survey_.archives.push_back({path, shown, upload});
    } else if (survey_.others.size() < kMaxOthers) {
      survey_.others.push_back(name);
    }
  }

  void keep(Place place) {
    if (place.expected.empty() && place.similar.empty()) return;
    survey_.places.push_back(std::move(place));
    survey_.cut_short |= survey_.places.size() == kMaxPlaces;
  }

  Survey take() { return std::move(survey_); }

 private:
  void look_into(const Unexplored& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder.path, error), end; !error && at != end; at.increment(error)) {
      if (++seen_ > kMaxEntries) {
        survey_.cut_short = true;
        break;
      }
      entries.push_back(at->path());
    }
    std::ranges::sort(entries);
    const bool course = is_course(folder.path);
    Place place{.shown = folder.shown,
                .part = folder.part,
                .depth = folder.depth,
                .expected = {},
                .similar = {},
                .predictions = {}};
    for (const fs::path& entry : entries) {
      const std::string name = entry.filename().string();
      const std::string shown = folder.shown.empty() ? name : folder.shown + '/' + name;
      sort(entry, name, shown, place);
      if (!is_folder(entry) || is_left_by_a_tool(name) || is_build_tree(entry)) continue;
      if (folder.depth >= kMaxDepth) continue;
      if (course && std::ranges::find(kOfTheCourse, name) != kOfTheCourse.end()) continue;
      queue_.push_back({entry, shown, folder.depth + 1, course ? part_of(name) : folder.part});
    }
    keep(std::move(place));
  }

  static Place::Part part_of(const std::string& name) {
    if (name == "submission") return Place::Part::kit_submission;
    return name == "starter" ? Place::Part::kit_starter : Place::Part::none;
  }

  const std::vector<std::string>& names_;
  std::deque<Unexplored> queue_;
  std::size_t seen_ = 0;
  Survey survey_;
};

}  // namespace

Survey survey_folder(const fs::path& folder, const std::vector<std::string>& names, const std::string& shown,
                     std::size_t depth) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored))
    throw InputError(fmt::format("There is no folder {}.", clean(folder.string(), 300)));
  require_readable(folder);
  return Walk(names).through(folder, shown, depth);
}

Survey survey_files(const std::vector<LooseFile>& files, const std::vector<std::string>& names) {
  Walk walk(names);
  std::map<std::string, Place> places;
  // The newest comes first, so that the limit on archives leaves out the oldest.
  std::vector<LooseFile> sorted = files;
  std::ranges::stable_sort(sorted, std::ranges::greater(), &LooseFile::upload);
  for (const LooseFile& file : sorted) {
    const fs::path name = file.name;
    Place& place = places[name.parent_path().string()];
    place.shown = name.parent_path().string();
    walk.sort(file.path, name.filename().string(), file.name, place, file.upload);
  }
  for (auto& [folder, place] : places) walk.keep(std::move(place));
  return walk.take();
}

}  // namespace grader
