#include "grader/batch/names_of_systems.hpp"

#include <regex>

namespace grader {

namespace {

constexpr std::size_t kMaxName = 500;  // std::regex recurses once for each character

std::optional<NameOfSystem> of_moodle(const std::string& name) {
  static const std::regex form("(.+)_([0-9]+)_assignsubmission_(file|onlinetext)(?:_(.*))?");
  std::smatch match;
  if (!std::regex_match(name, match, form)) return std::nullopt;
  return NameOfSystem{.submission = match.str(1) + '_' + match.str(2),
                      .id = "Participant " + match.str(2),
                      .name = match.str(1),
                      .file = match.str(4),
                      .online_text = match.str(3) == "onlinetext"};
}

std::optional<NameOfSystem> of_canvas(const std::string& name) {
  static const std::regex form("([^_]+)_(?:late_)?([0-9]+)_([0-9]+)_(.+)", std::regex::icase);
  std::smatch match;
  if (!std::regex_match(name, match, form)) return std::nullopt;
  return NameOfSystem{.submission = match.str(1) + '_' + match.str(2),
                      .id = match.str(2),
                      .name = match.str(1),
                      .file = match.str(4)};
}

// Each attempt becomes a folder, so that its files do not replace those of another attempt.
std::optional<NameOfSystem> of_blackboard(const std::string& name) {
  static const std::regex form("(?:.+)_([^_]+)_attempt_([0-9]{4}(?:-[0-9]{2}){5})(?:_(.+)|(\\.txt))");
  std::smatch match;
  if (!std::regex_match(name, match, form)) return std::nullopt;
  const std::string file = match[3].matched ? match.str(3) : "comments.txt";
  return NameOfSystem{.submission = match.str(1),
                      .id = match.str(1),
                      .name = {},
                      .file = "attempt_" + match.str(2) + '/' + file};
}

}  // namespace

std::optional<NameOfSystem> name_of_system(const std::string& name) {
  if (name.size() > kMaxName) return std::nullopt;
  for (const auto& understood : {of_moodle(name), of_blackboard(name), of_canvas(name)}) {
    if (understood) return understood;
  }
  return std::nullopt;
}

}  // namespace grader
