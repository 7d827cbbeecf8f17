#include "grader/grading/excerpt.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/grading/course.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostLines = 40;
constexpr std::size_t kMostCharacters = 4000;

// Returns the lines of the function that begins on this line, counted from 1, to its closing brace. Braces in
// strings and comments count too, so the end is a guess.
std::string function_text(std::string_view source, std::size_t first) {
  const std::vector<std::string_view> lines = lines_of(source);
  std::string text;
  int depth = 0;
  bool opened = false;
  for (std::size_t i = first - 1; i < lines.size() && i < first - 1 + kMostLines; ++i) {
    text += std::string(lines[i]) + '\n';
    for (const char c : lines[i]) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      opened |= c == '{';
    }
    if (opened && depth <= 0) return text;
  }
  return text + "...\n";
}

std::string text_of(const fs::path& file) {
  std::error_code none;
  return fs::is_regular_file(file, none) ? read_file(file) : std::string();
}

// Returns the indented lines of the comment that a header begins with.
std::string formula_of(const std::string& op) {
  constexpr std::string_view kIndented = "///     ";
  const std::string header = text_of(places().course / "starter/include/backprop" / (op + ".hpp"));
  std::string formula;
  for (const std::string_view line : lines_of(header)) {
    if (!line.starts_with("///")) break;
    if (line.starts_with(kIndented)) formula += std::string(line.substr(kIndented.size())) + '\n';
  }
  return formula;
}

}  // namespace

std::string anchor_of(std::string_view heading) {
  heading.remove_prefix(std::min(heading.find_first_not_of("# "), heading.size()));
  std::string name;
  for (const char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) || c == '_' || c == '-') name += static_cast<char>(std::tolower(letter));
    if (c == ' ') name += '-';
  }
  return name;
}

std::string handout_section(const std::string& in_heading) {
  if (in_heading.empty()) return {};
  const fs::path assignments = places().course / "assignments";
  std::vector<std::pair<fs::path, std::string>> handouts = {
      {assignments.parent_path() / "handout.md", "handout.md"}};
  for (const std::string& id : course_assignments())
    handouts.emplace_back(assignments / id / "handout.md", "assignments/" + id + "/handout.md");
  for (const auto& [file, name] : handouts) {
    const std::string text = text_of(file);
    for (const std::string_view line : lines_of(text)) {
      if (line.starts_with("##") && line.find(in_heading) != line.npos) return name + '#' + anchor_of(line);
    }
  }
  return {};
}

std::string function_to_show(const ProblemSpec& problem, const std::vector<Check>& checks) {
  const Op& op = *find_op(problem.op);
  const auto failing = std::ranges::find_if(
      checks, [](const Check& check) { return check.max_points > 0 && check.status == Status::fail; });
  const bool of_output =
      failing != checks.end() && failing->evidence && failing->evidence->gradient &&
      std::ranges::find(op.outputs, *failing->evidence->gradient, &OutputSpec::name) != op.outputs.end();
  return of_output ? op.functions.front() : op.functions.back();
}

std::optional<Excerpt> excerpt_of(const ProblemSpec& problem, std::string_view source,
                                  std::string_view function) {
  const auto line = line_of_function(source, function);
  if (!line) return std::nullopt;
  return Excerpt{*line, clean(function_text(source, *line), kMostCharacters), formula_of(problem.op),
                 handout_section('`' + problem.op + '`')};
}

}  // namespace grader
