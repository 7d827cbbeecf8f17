#include "grader/kit/handout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/pattern.hpp"
#include "grader/base/strings.hpp"
#include "grader/grading/excerpt.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// A heading with the text up to the next one.
struct Section {
  std::size_t level = 0;  // the number of its #
  std::string heading;    // without #; "" for what stands before the first
  std::string text;       // with the heading
};

std::vector<Section> sections_of(const std::string& text) {
  std::vector<Section> sections(1);
  bool is_code = false;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with("```")) is_code = !is_code;
    const std::size_t level = is_code ? 0 : std::min(line.find_first_not_of('#'), line.size());
    if (level > 0 && line.substr(level).starts_with(' '))
      sections.push_back({.level = level, .heading = std::string(line.substr(level + 1)), .text = {}});
    sections.back().text += std::string(line) + '\n';
  }
  return sections;
}

// What the headings of a problem's sections have.
std::string mark_of(const ProblemSpec& problem) {
  if (!problem.op.empty()) return '`' + problem.op + '`';
  const Scenario* scenario = find_scenario(problem.scenario);
  return scenario == nullptr ? "" : scenario->heading;
}

std::set<std::string> marks_of(const Assignment& assignment) {
  std::set<std::string> marks;
  for (const ProblemSpec& problem : assignment.problems) {
    if (const std::string mark = mark_of(problem); !mark.empty()) marks.insert(mark);
  }
  return marks;
}

bool is_about(const Section& section, const std::set<std::string>& marks) {
  return section.level >= 2 && std::ranges::any_of(marks, [&](const std::string& mark) {
           return section.heading.find(mark) != std::string::npos;
         });
}

// Returns the sections without those that are about `others` and not about `wanted`, and without the parts of
// these. Leaves out what comes before section 1.
std::vector<Section> chosen(const std::vector<Section>& sections, const std::set<std::string>& wanted,
                            const std::set<std::string>& others) {
  std::vector<Section> kept;
  std::size_t left_out = 2;  // the level of the section that is being left out, or 0
  for (const Section& section : sections) {
    if (section.level == 0 || section.level == 1) continue;
    if (left_out != 0 && section.level > left_out) continue;
    left_out = 0;
    if (section.heading.starts_with("0. ") || (is_about(section, others) && !is_about(section, wanted))) {
      left_out = section.level;
    } else {
      kept.push_back(section);
    }
  }
  return kept;
}

// An assignment of one's own has points of its own.
std::string without_points(const std::string& text) {
  static const Pattern points(R"( \((?:[0-9]+ and )?[0-9]+ points?\))");
  return points.replace_all(text, "");
}

// Makes plain text of links to sections that are not there.
std::string without_dead_links(std::string text) {
  std::set<std::string> anchors;
  for (const Section& section : sections_of(text)) anchors.insert(anchor_of(section.heading));
  static const Pattern link(R"(\[([^\]]*)\]\(#([^)]*)\))");
  for (const Pattern::Groups& found : link.find_all(text)) {
    if (!anchors.contains(found[2])) text = replace_all(text, found[0], found[1]);
  }
  return text;
}

}  // namespace

std::string handout_for_kit(const std::string& text) {
  std::string result;
  enum class In { both, course, kit } part = In::both;
  for (const std::string_view line : lines_of(text)) {
    if (line == "<!-- course -->") {
      part = In::course;
    } else if (line == "<!-- kit") {
      part = In::kit;
    } else if (line == "-->" && part == In::kit) {
      part = In::both;
    } else if (part != In::course) {
      result += std::string(line) + '\n';
    }
  }
  static const Pattern to_text(R"(\]\(\.\./\.\./(starter/[a-z-]+\.md)\))");
  static const Pattern outer(R"(\[([^\]]*)\]\(\.\./[^)]*\))");
  return outer.replace_all(to_text.replace_all(result, "]($1)"), "$1");
}

ComposedHandout composed_handout(const fs::path& course, const Assignment& assignment) {
  const std::set<std::string> wanted = marks_of(assignment);
  ComposedHandout result;
  std::set<std::string> found;
  std::string parts;
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(course / "assignments")) {
    if (fs::is_regular_file(entry.path() / "handout.md") &&
        fs::is_regular_file(entry.path() / "assignment.json"))
      folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  for (const fs::path& folder : folders) {
    const std::vector<Section> sections = sections_of(handout_for_kit(read_file(folder / "handout.md")));
    std::set<std::string> here;
    for (const std::string& mark : wanted) {
      if (std::ranges::any_of(sections, [&](const Section& each) { return is_about(each, {mark}); }))
        here.insert(mark);
    }
    std::erase_if(here, [&](const std::string& mark) { return !found.insert(mark).second; });
    if (here.empty()) continue;
    result.sources.push_back(folder.filename());
    parts += fmt::format("\n# From: {}\n\n", sections[1].heading);
    for (const Section& section :
         chosen(sections, here, marks_of(load_assignment(folder / "assignment.json"))))
      parts += without_points(section.text);
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (parts.find("](" + name + ")") != std::string::npos) result.pictures.push_back(entry.path());
    }
  }
  for (const ProblemSpec& problem : assignment.problems) {
    if (!found.contains(mark_of(problem))) result.without.push_back(problem.id);
  }
  if (parts.empty()) return result;
  result.text = without_dead_links(fmt::format("# {}\n\n`README.md` has the commands and the problems. What "
                                               "follows about them is from handouts that have more "
                                               "problems than these, so it may name others.\n\n"
                                               "Where it says that the reference's layer takes the place of "
                                               "yours, that is your instructor's grader. A kit has no "
                                               "reference: here all layers are yours, and a problem that "
                                               "runs others is checked once those are right.\n",
                                               assignment.title) +
                                   parts);
  return result;
}

}  // namespace grader
