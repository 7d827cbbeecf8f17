#include "grader/batch/discover.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/gradescope_export.hpp"
#include "grader/batch/safe_name.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;
using Form = Submission::Form;

constexpr std::array kArchives = {".zip", ".tar.gz", ".tgz", ".tar"};
constexpr std::array kOtherArchives = {".rar", ".7z", ".tar.bz2", ".tar.xz", ".tbz2",
                                       ".txz", ".gz", ".bz2",     ".xz"};

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

template <typename Endings>
std::string stem_of(const std::string& name, const Endings& endings) {
  const std::string lower = lower_case(name);
  for (const std::string ending : endings) {
    if (lower.ends_with(ending) && lower.size() > ending.size()) {
      return name.substr(0, name.size() - ending.size());
    }
  }
  return {};
}

std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    entries.push_back(*at);
  }
  if (error) {
    throw InputError("The folder of submissions " + folder.string() + " cannot be read: " + error.message() +
                     ".");
  }
  std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) { return entry.path().filename(); });
  return entries;
}

Submission refused(const std::string& id, const fs::path& source, const std::string& problem) {
  return {
      .id = id, .file_name = {}, .form = Form::refused, .source = source, .problem = problem, .students = {}};
}

// Whether it is a submission; adds it if so.
bool take(const fs::directory_entry& entry, std::vector<Submission>& to) {
  const std::string name = entry.path().filename().string();
  std::error_code ignored;
  const fs::file_status status = entry.symlink_status(ignored);
  if (fs::is_symlink(status)) {
    to.push_back(
        refused(name, entry.path(), clean(name, 100) + " is a symbolic link, which is not followed."));
  } else if (fs::is_directory(status)) {
    to.push_back({name, {}, Form::folder, entry.path(), {}, {}});
  } else if (!fs::is_regular_file(status)) {
    return false;
  } else if (const std::string stem = archive_stem(name); !stem.empty()) {
    to.push_back({stem, {}, Form::archive, entry.path(), {}, {}});
  } else if (const std::string other = stem_of(name, kOtherArchives); !other.empty()) {
    to.push_back(refused(other, entry.path(), clean(name, 100) + " is no .zip, .tar.gz or .tar."));
  } else {
    return false;
  }
  return true;
}

// "alice" the folder and "alice.zip" would have one report between them.
void make_distinct(std::vector<Submission>& submissions) {
  std::map<std::string, int> uses;
  for (const Submission& each : submissions) ++uses[each.id];
  for (Submission& each : submissions) {
    if (uses[each.id] > 1) each.id = each.source.filename().string();
    each.file_name = safe_name(each.id);
    each.id = clean(each.id, 200);
  }
  // Two names may still differ in case only, and some file systems know no case.
  std::set<std::string> taken;
  for (Submission& each : submissions) {
    while (!taken.insert(lower_case(each.file_name)).second) each.file_name += '_';
  }
}

}  // namespace

std::string archive_stem(const std::string& name) { return stem_of(name, kArchives); }

Discovery discover(const fs::path& folder) {
  Discovery result;
  std::map<std::string, std::vector<Student>> known;
  bool export_of_gradescope = false;
  for (const fs::directory_entry& entry : entries_of(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == kGradescopeMetadata) {
      known = read_gradescope_metadata(entry.path());
      export_of_gradescope = true;
    } else if (!name.starts_with('.') && name != "__MACOSX" && !take(entry, result.submissions)) {
      result.left_alone.push_back(name);
    }
  }
  std::set<std::string> there;
  for (const Submission& each : result.submissions) there.insert(each.source.filename().string());
  for (const auto& [name, students] : known) {
    if (there.contains(name)) continue;
    result.submissions.push_back(
        refused(name, folder / name, "It is in submission_metadata.yml, but there is no such folder."));
  }
  make_distinct(result.submissions);
  for (Submission& submission : result.submissions) {
    auto students = known.extract(submission.source.filename().string());
    submission.students = {{.id = submission.id, .name = {}, .email = {}}};
    if (students) submission.students = std::move(students.mapped());
  }
  if (result.submissions.empty()) {
    throw InputError("There is no submission in " + folder.string() +
                     ": a folder, .zip or .tar.gz for each student is expected" +
                     (export_of_gradescope ? ", beside submission_metadata.yml." : "."));
  }
  std::ranges::sort(result.submissions, {}, &Submission::id);
  return result;
}

}  // namespace grader
