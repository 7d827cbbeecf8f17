#include "grader/submission/choice.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <tuple>

#include "grader/base/places.hpp"
#include "grader/submission/course_files.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;
using Part = Place::Part;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;  // of all versions together

std::set<std::string> folders_of(const Place& place) {
  const fs::path path(place.shown);
  std::set<std::string> result;
  for (const fs::path& part : path) result.insert(part.string());
  return result;
}

bool is_in(const Place& place, std::initializer_list<const char*> names) {
  for (const std::string& folder : folders_of(place)) {
    const std::string lower = lower_case(folder);
    if (std::ranges::any_of(names, [&](const char* name) { return lower == name; })) return true;
  }
  return false;
}

bool is_outdated(const Place& place) {
  const auto folders = folders_of(place);
  return std::ranges::any_of(folders, [](const std::string& folder) { return says_outdated(folder); });
}

// Returns whether `other` replaces `version`, which comes before it in the order of preference. A later
// upload replaces an earlier one even if it cannot be read, but an untouched starter replaces nothing.
bool is_better(const Version& other, const Version& version) {
  using Kind = Version::Kind;
  if (version.kind == Kind::untouched) return other.kind != Kind::untouched;
  return other.upload == version.upload && other.kind > version.kind;
}

// Returns how much a student still has to write.
std::size_t stubs_in(const std::string& bare) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = bare.find("throwNotImplemented(", at)) != std::string::npos; ++at) ++count;
  return count;
}

}  // namespace

Chooser::Chooser(const std::vector<Place>& places, const std::vector<std::string>& names)
    : places_(places),
      names_(names),
      starters_(grader::places().course / "starter", names),
      solutions_(grader::places().course / "solutions", names),
      left_out_(places.size(), false) {}

Choices Chooser::choose() {
  read();
  compare_within_kits();
  leave_out_solutions();
  rank_places();
  Choices result;
  for (const std::string& name : names_) result.files.push_back(choice_of(name));
  if (!order_.empty()) result.main_place = order_.front();
  for (std::size_t place = 0; place < places_.size(); ++place) {
    if (left_out_[place]) result.solutions.push_back(place);
  }
  return result;
}

void Chooser::read() {
  std::size_t bytes = 0;
  for (std::size_t place = 0; place < places_.size() && bytes < kMaxBytes; ++place) {
    for (const FoundFile& file : places_[place].expected) {
      Version version{
          .place = place, .taken = take_file(file.path, file.wanted), .bare = {}, .upload = file.upload};
      std::error_code ignored;
      version.regular = fs::is_regular_file(fs::symlink_status(file.path, ignored));
      version.kind = Version::Kind::refused;
      if (version.taken.file) {
        bytes += version.taken.file->bytes.size();
        version.bare = bare_text(version.taken.file->bytes);
        version.kind =
            starters_.has(file.wanted, version.bare) ? Version::Kind::untouched : Version::Kind::work;
      }
      versions_.emplace_back(file.wanted, std::move(version));
    }
  }
}

// A kit's starters may differ from this grader's: they may be of another version, or leave more for students
// to write. So the kit's own two copies are compared.
void Chooser::compare_within_kits() {
  for (auto& [name, starter] : versions_) {
    if (places_[starter.place].part != Part::kit_starter || !starter.taken.file) continue;
    for (auto& [other, work] : versions_) {
      if (other != name || places_[work.place].part != Part::kit_submission || !work.taken.file) continue;
      const std::size_t left = stubs_in(starter.bare);
      if (starter.bare == work.bare) {
        if (left > 0) starter.kind = work.kind = Version::Kind::untouched;
      } else if (left < stubs_in(work.bare)) {  // the student worked in the wrong folder
        work.kind = Version::Kind::untouched;
      } else if (left > 0) {
        starter.kind = Version::Kind::untouched;
      }
    }
  }
}

// The course's solutions may lie beside a student's files, in an instructor's copy or because the student
// found them.
void Chooser::leave_out_solutions() {
  std::vector<bool> solutions(places_.size(), false);
  bool students_own = false;
  for (std::size_t place = 0; place < places_.size(); ++place) {
    if (places_[place].expected.empty()) continue;
    solutions[place] = is_in(places_[place], {"solutions", "solution"}) &&
                       std::ranges::all_of(versions_, [&](const auto& entry) {
                         const auto& [name, version] = entry;
                         return version.place != place || solutions_.has(name, version.bare);
                       });
    students_own |= !solutions[place] && !is_in(places_[place], {"starter"});
  }
  if (students_own) left_out_ = solutions;
}

void Chooser::rank_places() {
  std::vector<std::size_t> work(places_.size(), 0);
  std::vector<std::size_t> files(places_.size(), 0);
  std::vector<std::uint64_t> newest(places_.size(), 0);  // the number of the newest upload with work in it
  std::set<std::string> homes;
  for (const auto& [name, version] : versions_) {
    if (version.kind != Version::Kind::untouched)
      newest[version.place] = std::max(newest[version.place], version.upload);
    work[version.place] += version.kind == Version::Kind::work ? 1 : 0;
    ++files[version.place];
    homes.merge(starters_.homes(name));
  }
  const auto rank = [&](std::size_t index) {
    const Place& place = places_[index];
    const bool named =
        std::ranges::any_of(folders_of(place), [&](const auto& f) { return homes.contains(f); });
    return std::tuple(std::numeric_limits<std::uint64_t>::max() - newest[index],
                      place.part != Part::kit_submission || work[index] == 0, is_outdated(place),
                      -static_cast<int>(work[index]), place.part == Part::kit_starter, !named,
                      -static_cast<int>(files[index]), place.depth, place.shown);
  };
  for (std::size_t place = 0; place < places_.size(); ++place) {
    if (!left_out_[place] && files[place] > 0) order_.push_back(place);
  }
  std::ranges::sort(order_, {}, rank);
}

bool Chooser::is_of_another_assignment(const std::string& name, const Version& version) const {
  const std::set<std::string> homes = starters_.homes(name);
  bool other = false;
  for (const std::string& folder : folders_of(places_[version.place])) {
    if (homes.contains(folder)) return false;
    other |= starters_.assignments().contains(folder);
  }
  return other;
}

Choice Chooser::choice_of(const std::string& name) const {
  Choice choice{.name = name, .version = nullptr, .differing = {}};
  std::vector<const Version*> versions;  // the version from the best place comes first
  for (const std::size_t place : order_) {
    for (const auto& [own, version] : versions_) {
      if (own == name && version.place == place) versions.push_back(&version);
    }
  }
  // What the system calls newer comes before what is better.
  std::ranges::stable_sort(versions, std::ranges::greater(), &Version::upload);
  for (const Version* version : versions) {
    if (version->kind == Version::Kind::untouched) choice.untouched_in.push_back(version->place);
    if (!choice.version || is_better(*version, *choice.version)) choice.version = version;
  }
  if (!choice.version || choice.version->kind == Version::Kind::untouched) return choice;
  const auto elsewhere = [&](const Version* version) { return is_of_another_assignment(name, *version); };
  const bool at_home = std::ranges::any_of(versions, [&](const Version* version) {
    return version->kind == choice.version->kind && version->upload == choice.version->upload &&
           !elsewhere(version);
  });
  if (at_home) {
    std::erase_if(versions, elsewhere);
    for (const Version* version : versions) {
      if (elsewhere(choice.version) || is_better(*version, *choice.version)) choice.version = version;
    }
  }
  for (const Version* version : versions) {
    const bool counts =
        version->kind == Version::Kind::work || (version->kind == Version::Kind::refused && version->regular);
    if (counts && version->bare != choice.version->bare) choice.differing.push_back(version->place);
  }
  return choice;
}

}  // namespace grader
