#include "grader/batch/names_of_systems.hpp"

#include "grader/base/pattern.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxName = 500;  // a pattern recurses once for each character

std::optional<NameOfSystem> of_moodle(const std::string& name) {
  static const Pattern form("(.+)_([0-9]+)_assignsubmission_(file|onlinetext)(?:_(.*))?");
  const auto match = form.match(name);
  if (!match) return std::nullopt;
  return NameOfSystem{.submission = match->at(1) + '_' + match->at(2),
                      .id = "Participant " + match->at(2),
                      .name = match->at(1),
                      .file = match->at(4),
                      .online_text = match->at(3) == "onlinetext"};
}

std::optional<NameOfSystem> of_canvas(const std::string& name) {
  static const Pattern form("([^_]+)_(late_)?([0-9]+)_([0-9]+)_(.+)", Pattern::Letters::any_case);
  static const Pattern typed("([^_]+)_(late_)?([0-9]+)_((?:text|link)[.]html)", Pattern::Letters::any_case);
  if (const auto match = typed.match(name)) {
    return NameOfSystem{.submission = match->at(1) + '_' + match->at(3),
                        .id = match->at(3),
                        .name = match->at(1),
                        .file = match->at(4),
                        .online_text = true,
                        .late = match->at(2).empty() ? "no" : "yes"};
  }
  const auto match = form.match(name);
  if (!match) return std::nullopt;
  return NameOfSystem{.submission = match->at(1) + '_' + match->at(3),
                      .id = match->at(3),
                      .name = match->at(1),
                      .file = match->at(5),
                      .attachment = match->at(4),
                      .late = match->at(2).empty() ? "no" : "yes"};
}

// Each attempt becomes a folder, so that its files do not replace those of another attempt.
std::optional<NameOfSystem> of_blackboard(const std::string& name) {
  static const Pattern form("(?:.+)_([^_]+)_attempt_([0-9]{4}(?:-[0-9]{2}){5})(?:_(.+)|(\\.txt))");
  const auto match = form.match(name);
  if (!match) return std::nullopt;
  const std::string file = match->at(3).empty() ? "comments.txt" : match->at(3);
  return NameOfSystem{.submission = match->at(1),
                      .id = match->at(1),
                      .name = {},
                      .file = "attempt_" + match->at(2) + '/' + file,
                      .attempt = match->at(2)};
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
