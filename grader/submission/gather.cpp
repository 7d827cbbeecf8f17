#include "grader/submission/gather.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "grader/base/text.hpp"
#include "grader/report/report.hpp"
#include "grader/submission/choice.hpp"
#include "grader/submission/course_files.hpp"
#include "grader/submission/file_kind.hpp"
#include "grader/submission/hand_in_words.hpp"
#include "grader/submission/names.hpp"
#include "grader/submission/regular_file.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/text_encoding.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRenames = 3;
constexpr std::size_t kMaxFingerprinted = std::size_t{128}
                                          << 20;  // of one file: as large as an archive may be

Survey survey_of(const HandedIn& handed_in, const std::vector<std::string>& names) {
  if (!handed_in.files.empty()) return survey_files(handed_in.files, names);
  std::error_code ignored;
  if (!fs::is_regular_file(handed_in.path, ignored))
    return survey_folder(fs::absolute(handed_in.path), names);
  const fs::path file = fs::absolute(handed_in.path);
  Survey survey = survey_files({{file, file.filename().string()}}, names);
  for (PackedFile& archive : survey.archives) archive.shown.clear();
  return survey;
}

// Files of which other versions were not graded, and the folders of these.
struct Unlike {
  std::vector<std::string> files;
  std::vector<std::string> others;
};

class Gathering {
 public:
  Gathering(const HandedIn& handed_in, const std::vector<std::string>& names, const GatherOptions& options)
      : handed_in_(handed_in), names_(names), options_(options), survey_(survey_of(handed_in, names)) {}

  Gathered result() {
    open_archives();
    Chooser chooser(survey_.places, names_);
    choices_ = chooser.choose();
    for (const Choice& choice : choices_.files) take(choice);
    require_something();
    gathered_.files.sha256 = hash_of(gathered_.files.files);
    take_predictions();
    say_where();
    say_what_to_look_at();
    return std::move(gathered_);
  }

 private:
  void open_archives() {
    const std::vector<PackedFile> outer = std::exchange(survey_.archives, {});
    for (const PackedFile& archive : outer) open(archive, 1);
    const std::vector<PackedFile> inner = std::exchange(survey_.archives, {});
    for (const PackedFile& archive : inner) open(archive, 2);
    for (const PackedFile& archive : std::exchange(survey_.archives, {}))
      closed_.push_back(archive.shown + ": it lies in an archive within an archive");
  }

  void open(const PackedFile& archive, std::size_t depth) {
    const std::string name = archive.shown.empty() ? archive.path.filename().string() : archive.shown;
    if (!options_.open) {
      closed_.push_back(name + ": it is an archive: unpack it first");
      return;
    }
    try {
      std::vector<std::string> wanted = names_;
      wanted.emplace_back(kPredictionsFile);
      OpenedArchive opened = options_.open(archive.path, wanted);
      Survey inside = survey_folder(opened.folder, names_, archive.shown, depth);
      for (Place& place : inside.places) {
        for (auto* files : {&place.expected, &place.similar}) {
          for (FoundFile& file : *files) file.upload = archive.upload;
        }
      }
      for (PackedFile& inner : inside.archives) inner.upload = archive.upload;
      contents_.push_back(std::move(opened.content));
      std::ranges::move(inside.places, std::back_inserter(survey_.places));
      std::ranges::move(inside.archives, std::back_inserter(survey_.archives));
      opened_.push_back(name);
    } catch (const InputError& error) {
      closed_.push_back(name + ": " + error.what());
      if (archive.upload > 0) closed_uploads_.emplace_back(name, archive.upload);
    }
  }

  void take(const Choice& choice) {
    if (choice.version && choice.version->kind == Version::Kind::work) {
      gathered_.files.files.push_back(choice.version->taken);
    } else if (!take_similar(choice)) {
      gathered_.files.files.push_back(choice.version ? choice.version->taken : missing(choice.name));
    }
  }

  // They are taken from the folder of the files that are graded, and from no other.
  void take_predictions() {
    if (survey_.places.empty()) return;
    const fs::path& path = survey_.places[choices_.main_place].predictions;
    if (!path.empty()) gathered_.files.predictions = take_file(path, kPredictionsFile, kMaxPredictionsBytes);
  }

  std::vector<std::pair<const Place*, const FoundFile*>> similar_to(const std::string& name) const {
    std::vector<std::pair<const Place*, const FoundFile*>> found;
    for (const Place& place : survey_.places) {
      if (place.part == Place::Part::kit_starter) continue;
      for (const FoundFile& file : place.similar) {
        if (file.wanted == name) found.emplace_back(&place, &file);
      }
    }
    return found;
  }

  CollectedFile missing(const std::string& name) const {
    CollectedFile file = missing_file(name);
    const std::string instead = similar_words(name);
    if (!instead.empty()) file.problem = fmt::format("{} is not here, but {}: rename it.", name, instead);
    return file;
  }

  std::vector<std::string> similar_names(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& [place, file] : similar_to(name))
      names.push_back(place->shown.empty() ? file->name : place->shown + '/' + file->name);
    return names;
  }

  // Returns "affine-1.cpp is" or "Affine.cpp and old/affine.cc are", or an empty string when nothing
  // resembles `name`.
  std::string similar_words(const std::string& name) const {
    const std::vector<std::string> names = similar_names(name);
    return names.empty() ? "" : list_of(names) + (names.size() == 1 ? " is" : " are");
  }

  // With the option, takes a file of another name or in UTF-16 when there is only one candidate.
  bool take_similar(const Choice& choice) {
    if (!options_.take_similar) return false;
    if (choice.version && choice.version->kind == Version::Kind::refused)
      return take_utf16(choice.version->taken.name, path_of(*choice.version), choice.name);
    const auto similar = similar_to(choice.name);
    if (similar.size() != 1) return false;
    const auto& [place, file] = similar.front();
    CollectedFile taken = take_file(file->path, choice.name);
    if (!taken.file) return take_utf16(file->name, file->path, choice.name);
    gathered_.files.files.push_back(std::move(taken));
    gathered_.notes.push_back(fmt::format("{} was graded as {}.", file->name, choice.name));
    return true;
  }

  bool take_utf16(const std::string& shown, const fs::path& path, const std::string& name) {
    const UniqueFd folder = open_directory(path.parent_path());
    if (!folder) return false;
    const FileContents contents = read_regular_file(folder.get(), path.filename().string(), kMaxSourceBytes);
    auto text = contents.bytes ? from_utf16(*contents.bytes) : std::nullopt;
    if (!text) return false;
    std::string hash = sha256(*text);
    gathered_.files.files.push_back(
        {.name = name, .file = SourceFile{name, std::move(*text), std::move(hash)}, .problem = {}});
    gathered_.notes.push_back(fmt::format("{} is in UTF-16; it was graded as {} in UTF-8.", shown, name));
    return true;
  }

  fs::path path_of(const Version& version) const {
    for (const FoundFile& file : survey_.places[version.place].expected) {
      if (file.wanted == version.taken.name) return file.path;
    }
    return {};
  }

  void require_something() {
    if (!std::ranges::all_of(gathered_.files.files, &CollectedFile::missing)) return;
    if (!closed_.empty()) throw InputError(clean(closed_.front(), 500) + '.');
    std::string text = fmt::format("{} of the expected files: {}", subject(), fmt::join(names_, ", "));
    std::size_t said = 0;
    for (const std::string& name : names_) {
      const std::vector<std::string> similar = similar_names(name);
      if (similar.empty() || ++said > kMaxRenames) continue;
      text += fmt::format("; {}rename {} to {}", said == 1 ? "but it has some that resemble them: " : "",
                          list_of(similar), name);
    }
    if (said == 0 && !survey_.others.empty() && !is_single_file())
      text += fmt::format("; it has {}", list_of(survey_.others));
    throw NothingToGrade(clean(text, 900) + '.');
  }

  bool is_single_file() const {
    std::error_code ignored;
    return handed_in_.files.empty() && fs::is_regular_file(handed_in_.path, ignored) && opened_.empty();
  }

  std::string subject() const {
    if (!handed_in_.files.empty()) return "What was handed in has none";
    const std::string path = handed_in_.path.string();
    if (is_single_file()) return path + " is not one";
    return opened_.empty() ? "The folder " + path + " has none"
                           : handed_in_.path.filename().string() + ": it has none";
  }

  // A starter in another folder says nothing about where the work is.
  void say_where() {
    const bool work = std::ranges::any_of(choices_.files, [](const Choice& choice) {
      return choice.version && choice.version->kind != Version::Kind::untouched;
    });
    std::multimap<std::string, std::string> files;  // by name, the folder
    for (const Choice& choice : choices_.files) {
      if (choice.version && (!work || choice.version->kind != Version::Kind::untouched))
        files.emplace(choice.name, survey_.places[choice.version->place].shown);
    }
    std::vector<std::string> folders;
    for (const auto& [name, folder] : files) folders.push_back(folder);
    const std::string common = common_folder(folders);
    gathered_.folder = common.empty() ? "." : common;
    for (const auto& [name, folder] : files) {
      if (folder == common) continue;
      const std::string inner = common.empty() ? folder : folder.substr(common.size() + 1);
      gathered_.in_subfolders[name] = inner + '/' + name;
    }
  }

  void say_what_to_look_at() {
    std::vector<std::string>& notes = gathered_.notes;
    const auto shown = [&](std::size_t place) { return survey_.places[place].shown; };
    std::map<std::pair<std::size_t, std::uint64_t>, Unlike> unlike;  // by the place and upload graded
    std::map<std::string, std::vector<std::string>> replaced;
    bool work = false;
    bool taken = false;
    for (const Choice& choice : choices_.files) {
      for (const std::size_t place : choice.differing) {
        Unlike& here = unlike[{choice.version->place, choice.version->upload}];
        if (here.files.empty() || here.files.back() != choice.name) here.files.push_back(choice.name);
        add_folder(here.others, shown(place));
        add_folder(gathered_.not_graded, shown(place));
      }
      if (!choice.version) continue;
      taken = true;
      work |= choice.version->kind != Version::Kind::untouched;
      if (choice.version->place != choices_.main_place &&
          std::ranges::find(choice.untouched_in, choices_.main_place) != choice.untouched_in.end())
        replaced[shown(choice.version->place)].push_back(choice.name);
    }
    std::vector<std::string> graded;
    for (const auto& [from, here] : unlike)
      graded.push_back(several_versions(shown(from.first), from.second, here.others, here.files));
    notes.insert(notes.begin(), graded.begin(), graded.end());
    for (const auto& [folder, names] : replaced)
      notes.push_back(taken_instead_of_starter(folder, shown(choices_.main_place), names));
    for (const std::size_t place : choices_.solutions)
      notes.push_back(fmt::format("{} holds the course's own solutions, and was not graded.",
                                  folder_words(shown(place))));
    if (taken && !work) notes.push_back("Every file is as it was given out: there is no work in it.");
    say_what_was_not_taken();
    if (survey_.cut_short) notes.push_back("It has more folders and files than were looked through.");
  }

  void say_what_was_not_taken() {
    for (const CollectedFile& file : gathered_.files.files) {
      if (!file.file && file.problem != missing_file(file.name).problem)
        gathered_.notes.push_back(file.problem);
    }
    for (const Choice& choice : choices_.files) {
      if (!choice.version || choice.version->kind != Version::Kind::untouched) continue;
      if (const std::string instead = similar_words(choice.name); !instead.empty() && !was_taken(choice.name))
        gathered_.notes.push_back(
            fmt::format("{} is the untouched starter, but {} there too: rename it.", choice.name, instead));
    }
    for (const Choice& choice : choices_.files) say_what_lies_beside(choice);
    for (const std::string& archive : closed_) gathered_.notes.push_back(clean(archive, 300) + '.');
    say_what_is_newer();
  }

  void say_what_is_newer() {
    std::uint64_t graded = 0;
    for (const Choice& choice : choices_.files) {
      if (choice.version) graded = std::max(graded, choice.version->upload);
    }
    for (const auto& [name, upload] : closed_uploads_) {
      if (graded > 0 && upload > graded)
        gathered_.notes.push_back(
            fmt::format("{} is the newer upload by its number ({}), and what was graded is older.",
                        clean(name, 100), upload));
    }
  }

  // Names Affine.cpp beside affine.cpp: nobody but the student knows which of them is meant.
  void say_what_lies_beside(const Choice& choice) {
    if (!choice.version || choice.version->kind != Version::Kind::work) return;
    for (const auto& [place, file] : similar_to(choice.name)) {
      if (place != &survey_.places[choice.version->place] || says_outdated(file->name)) continue;
      const CollectedFile other = take_file(file->path, choice.name);
      if (!other.file || bare_text(other.file->bytes) == choice.version->bare) continue;
      gathered_.notes.push_back(
          fmt::format("{} was graded; {} lies beside it, differs from it and was not graded.", choice.name,
                      clean(file->name, 100)));
    }
  }

  // Returns whether a file with another name replaces it.
  bool was_taken(const std::string& name) const {
    return std::ranges::any_of(gathered_.notes, [&](const std::string& note) {
      return note.ends_with(" was graded as " + name + '.');
    });
  }

  const HandedIn& handed_in_;
  const std::vector<std::string>& names_;
  const GatherOptions& options_;
  Survey survey_;
  std::vector<std::shared_ptr<const void>> contents_;
  std::vector<std::string> opened_;
  std::vector<std::string> closed_;  // archives that were not opened, and why
  std::vector<std::pair<std::string, std::uint64_t>> closed_uploads_;  // of these, those with a number
  Choices choices_;
  Gathered gathered_;
};

}  // namespace

Gathered gather(const HandedIn& handed_in, const std::vector<std::string>& names,
                const GatherOptions& options) {
  return Gathering(handed_in, names, options).result();
}

void describe(const Gathered& gathered, Report& report) {
  report.submission.folder = gathered.folder;
  report.submission.not_graded = gathered.not_graded;
  report.submission.notes = gathered.notes;
  for (Problem& problem : report.problems) {
    if (!problem.location) continue;
    const auto inner = gathered.in_subfolders.find(problem.location->file);
    if (inner != gathered.in_subfolders.end()) problem.location->file = inner->second;
  }
}

std::string fingerprint_of(const HandedIn& handed_in, const std::vector<std::string>& names) {
  Sha256 hash;
  const auto add = [&](const fs::path& path, const std::string& shown, std::uint64_t upload = 0) {
    hash.add_field(shown);
    if (upload > 0) hash.add_field(fmt::format("upload {}", upload));
    const UniqueFd folder = open_directory(path.parent_path());
    const FileContents contents =
        folder ? read_regular_file(folder.get(), path.filename().string(), kMaxFingerprinted)
               : FileContents{};
    hash.add_field(contents.bytes ? "bytes" : "problem");
    hash.add_field(contents.bytes ? *contents.bytes : contents.problem);
  };
  try {
    const Survey survey = survey_of(handed_in, names);
    for (const Place& place : survey.places) {
      if (!place.predictions.empty()) add(place.predictions, place.shown + '/' + kPredictionsFile);
      for (const auto* files : {&place.expected, &place.similar}) {
        for (const FoundFile& file : *files) add(file.path, place.shown + '/' + file.name, file.upload);
      }
    }
    for (const PackedFile& archive : survey.archives) add(archive.path, archive.shown, archive.upload);
    for (const std::string& other : survey.others) hash.add_field(other);
  } catch (const InputError& error) {
    hash.add_field(error.what());
  }
  return hash.hex();
}

}  // namespace grader
