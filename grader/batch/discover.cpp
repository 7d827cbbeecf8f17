#include "grader/batch/discover.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "grader/base/input_error.hpp"
#include "grader/base/pattern.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/gradescope_export.hpp"
#include "grader/batch/names_of_systems.hpp"
#include "grader/batch/newest_uploads.hpp"
#include "grader/submission/file_kind.hpp"
#include "grader/submission/names.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;
using Form = Submission::Form;

constexpr std::string_view kOnlyTyped =
    "It is what the student typed into the system, without an upload: read it yourself.";
constexpr std::size_t kMaxMoodleName = 500;  // a pattern recurses once for each character

std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
  std::error_code error;
  std::error_code ignored;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    entries.push_back(*at);
  }
  if (error && fs::is_regular_file(folder, ignored)) {
    throw InputError(folder.string() + (is_packed(kind_of_file(folder))
                                            ? " is an archive: unpack it, and give the folder that comes out."
                                            : " is a file: give a folder with the submissions."));
  }
  if (error) {
    throw InputError("The folder of submissions " + folder.string() + " cannot be read: " + error.message() +
                     ".");
  }
  std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) { return entry.path().filename(); });
  return entries;
}

Submission submission_of(const std::string& id, Form form, const fs::path& source,
                         const std::string& problem = {}) {
  return {.id = id, .file_name = {}, .form = form, .source = source, .problem = problem, .students = {}};
}

// Everything that one student handed in through a system that names each file after its student.
struct Group {
  NameOfSystem student;
  std::vector<fs::path> folders;
  std::vector<fs::path> online_texts;
  std::vector<LooseFile> typed;  // Canvas: what was typed into it, as a file
  std::vector<Upload> files;
};

// Moodle takes feedback under the name of a student's folder, which loose files have before their own names.
std::string moodle_folder(const std::string& name) {
  static const Pattern form("(.+_[0-9]+_assignsubmission_(?:file|onlinetext)_?).*");
  const auto match = form.match(name.substr(0, kMaxMoodleName));
  return match ? match->at(1) : std::string();
}

std::string attempt_words(const std::string& attempt) {
  static const Pattern form("([0-9-]{10})-([0-9]{2})-([0-9]{2})-([0-9]{2})");
  return form.replace_all(attempt, "$1 $2:$3:$4");
}

class Discoverer {
 public:
  void add(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    const fs::file_status status = entry.symlink_status(ignored);
    const auto understood = name_of_system(name);
    if (fs::is_symlink(status)) {
      add(name, Form::refused, entry, " is a symbolic link, which is not followed.");
    } else if (understood && fs::is_directory(status) && understood->file.empty()) {
      Group& group = group_of(*understood);
      (understood->online_text ? group.online_texts : group.folders).push_back(entry.path());
    } else if (fs::is_directory(status)) {
      add(name, Form::folder, entry);
    } else if (!fs::is_regular_file(status)) {
      add(name, Form::left_alone, entry, " is neither a folder nor a file: it was left alone.");
    } else if (understood && !understood->file.empty()) {
      Group& group = group_of(*understood);
      if (understood->late == "yes") group.student.late = "yes";
      if (understood->online_text) {
        group.typed.push_back({entry.path(), understood->file});
        return;
      }
      group.files.push_back({{entry.path(), understood->file}, understood->attachment, understood->attempt});
    } else if (const std::string stem = archive_stem(name); !stem.empty()) {
      add(stem, Form::archive, entry);
    } else if (is_packed(kind_of_file(entry.path()))) {
      add(name, Form::archive, entry);
    } else {
      add(name, Form::left_alone, entry, " is neither a folder nor an archive: it was left alone.");
    }
  }

  std::vector<Submission> submissions() {
    for (const auto& [key, group] : groups_) add(group);
    return std::move(submissions_);
  }

 private:
  void add(const std::string& id, Form form, const fs::directory_entry& entry,
           const std::string& problem = {}) {
    const std::string name = clean(entry.path().filename().string(), 100);
    submissions_.push_back(submission_of(id, form, entry.path(), problem.empty() ? "" : name + problem));
  }

  Group& group_of(const NameOfSystem& name) {
    return groups_
        .try_emplace(name.submission,
                     Group{.student = name, .folders = {}, .online_texts = {}, .typed = {}, .files = {}})
        .first->second;
  }

  // Text typed beside an upload is left for a person to read. Text alone is the submission.
  void add(const Group& group) {
    Newest newest = newest_uploads(group.files);
    const auto keep = [&](Submission submission) {
      submission.students = {{.id = group.student.id,
                              .name = group.student.name,
                              .email = {},
                              .submitted_at = attempt_words(newest.attempt),
                              .late = group.student.late}};
      submission.feedback_folder = moodle_folder(submission.source.filename().string());
      submissions_.push_back(std::move(submission));
    };
    const std::string& id = group.student.submission;
    for (const fs::path& folder : group.folders) keep(submission_of(id, Form::folder, folder));
    if (!group.files.empty()) {
      Submission files = submission_of(id, Form::files, group.files.front().file.path);
      files.files = std::move(newest.files);
      files.notes = std::move(newest.notes);
      keep(std::move(files));
    }
    if (!group.folders.empty() || !group.files.empty()) return;
    for (const fs::path& folder : group.online_texts) {
      Submission text = submission_of(id, Form::folder, folder);
      text.notes.emplace_back(kOnlyTyped);
      keep(std::move(text));
    }
    if (group.typed.empty()) return;
    Submission text = submission_of(id, Form::files, group.typed.front().path);
    text.files = group.typed;
    text.notes.emplace_back(kOnlyTyped);
    keep(std::move(text));
  }

  std::vector<Submission> submissions_;
  std::map<std::string, Group> groups_;
};

// Makes ids and file names unique. Otherwise the folder "alice" and "alice.zip" would share one report.
void make_distinct(std::vector<Submission>& submissions) {
  std::map<std::string, int> uses;
  for (const Submission& each : submissions) ++uses[each.id];
  for (Submission& each : submissions) {
    if (uses[each.id] > 1) each.id = each.source.filename().string();
    each.file_name = safe_name(each.id);
    each.id = clean(each.id, 200);
  }
  // Names may still differ only in case, which some file systems ignore.
  std::set<std::string> taken;
  for (Submission& each : submissions) {
    while (!taken.insert(lower_case(each.file_name)).second) each.file_name += '_';
  }
}

}  // namespace

std::vector<Submission> discover(const fs::path& folder) {
  std::map<std::string, std::vector<Student>> known;
  bool export_of_gradescope = false;
  Discoverer discoverer;
  for (const fs::directory_entry& entry : entries_of(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == kGradescopeMetadata) {
      known = read_gradescope_metadata(entry.path());
      export_of_gradescope = true;
    } else if (!is_left_by_a_tool(name)) {
      discoverer.add(entry);
    }
  }
  std::vector<Submission> result = discoverer.submissions();
  std::set<std::string> there;
  for (const Submission& each : result) there.insert(each.source.filename().string());
  for (const auto& [name, students] : known) {
    if (there.contains(name)) continue;
    result.push_back(submission_of(name, Form::refused, folder / name,
                                   "It is in submission_metadata.yml, but there is no such folder."));
  }
  make_distinct(result);
  for (Submission& submission : result) {
    auto students = known.extract(submission.source.filename().string());
    if (submission.students.empty()) submission.students = {{.id = submission.id, .name = {}, .email = {}}};
    if (students) submission.students = std::move(students.mapped());
  }
  const bool none = std::ranges::all_of(
      result, [](const Submission& submission) { return submission.form == Form::left_alone; });
  if (none) {
    throw InputError("There is no submission in " + folder.string() +
                     ": a folder or an archive for each student is expected" +
                     (export_of_gradescope ? ", beside submission_metadata.yml." : "."));
  }
  std::ranges::sort(result, {}, &Submission::id);
  return result;
}

namespace {

constexpr std::size_t kMaxLength = 80;
constexpr std::size_t kHashDigits = 8;

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

}  // namespace

std::string safe_name(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, kMaxLength)) result += is_safe(c) ? c : '_';
  if (result.empty() || result[0] == '-' || result[0] == '.') result.insert(0, "_");
  if (result == name) return result;
  return result + '-' + sha256(name).substr(0, kHashDigits);
}

}  // namespace grader
