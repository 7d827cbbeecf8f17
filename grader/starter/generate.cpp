#include "grader/starter/generate.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/starter/starter.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

/// Returns "a1" for "a1-gates", or nullopt if the folder is not an assignment's.
std::optional<std::string> short_id(const std::string& folder) {
  const std::size_t dash = folder.find('-');
  if (dash == std::string::npos || dash < 2 || folder[0] != 'a') return std::nullopt;
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  if (!std::all_of(folder.begin() + 1, folder.begin() + static_cast<std::ptrdiff_t>(dash), is_digit)) {
    return std::nullopt;
  }
  return folder.substr(0, dash);
}

/// Returns every aN-*/*.cpp below a root, relative to it, in order. Returns an empty list if the root does
/// not exist.
std::vector<fs::path> layer_files(const fs::path& root) {
  std::vector<fs::path> files;
  std::error_code absent;
  for (const auto& folder : fs::directory_iterator(root, absent)) {
    if (!folder.is_directory() || !short_id(folder.path().filename().string())) continue;
    for (const auto& file : fs::directory_iterator(folder)) {
      if (file.path().extension() == ".cpp") files.push_back(file.path().lexically_relative(root));
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> read(const fs::path& path) {
  if (!fs::is_regular_file(path)) return std::nullopt;
  return read_file(path);
}

}  // namespace

std::string_view to_string(StaleStarter::Reason reason, bool written) {
  switch (reason) {
    case StaleStarter::Reason::kMissing:
      return written ? "written" : "missing";
    case StaleStarter::Reason::kDifferent:
      return written ? "written anew" : "different";
    case StaleStarter::Reason::kSuperfluous:
      return written ? "left as it is, though no solution has this name" : "superfluous";
  }
  return "";
}

const std::set<std::string>& default_blanked() {
  static const std::set<std::string> tags = {"backward", "function"};
  return tags;
}

std::string starter_of(const fs::path& root, const fs::path& file, const std::set<std::string>& blanked) {
  const std::string name = (root / file).string();
  const auto solution = read(root / file);
  if (!solution) throw InputError(name + ": cannot be read");
  if (solution->find("BEGIN SOLUTION") == std::string::npos) {
    throw InputError(name + ": has no BEGIN SOLUTION, so the starter would give it away");
  }
  const std::string assignment = file.parent_path().filename().string();
  return make_starter(*solution, short_id(assignment).value(), file.stem().string(), blanked, name);
}

std::vector<StaleStarter> generate_starters(const fs::path& solutions_root, const fs::path& starter_root,
                                            const std::set<std::string>& blanked, bool check) {
  using Reason = StaleStarter::Reason;
  std::map<fs::path, std::string> starters;
  for (const fs::path& file : layer_files(solutions_root)) {
    starters[file] = starter_of(solutions_root, file, blanked);
  }
  if (starters.empty()) throw InputError(solutions_root.string() + ": has no solutions (aN-*/<layer>.cpp)");

  std::vector<StaleStarter> stale;
  for (const auto& [file, text] : starters) {
    const auto current = read(starter_root / file);
    if (current == text) continue;
    stale.push_back({file, current ? Reason::kDifferent : Reason::kMissing});
    if (check) continue;
    std::error_code error;  // if this fails, the write fails too and says why
    fs::create_directories((starter_root / file).parent_path(), error);
    write_atomically(starter_root / file, text);
  }
  for (const fs::path& file : layer_files(starter_root)) {
    if (!starters.contains(file)) stale.push_back({file, Reason::kSuperfluous});
  }
  std::sort(stale.begin(), stale.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return stale;
}

}  // namespace grader
