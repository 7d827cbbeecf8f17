#include "grader/grading/given_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "grader/base/strings.hpp"
#include "grader/grading/course.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnwritten = "NotImplemented(";
constexpr std::size_t kMostQuoted = 100;  // characters of a line

struct Line {
  std::size_t number = 0;  // counted from 1
  std::string bare;        // without blanks and comment
  std::string_view text;
};

std::string bare_line(std::string_view text) {
  std::string bare;
  for (const char c : text.substr(0, text.find("//"))) {
    if (!std::isspace(static_cast<unsigned char>(c))) bare += c;
  }
  return bare;
}

std::string_view without_indent(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

// Returns the lines with code on them, other than braces alone.
std::vector<Line> code_lines(std::string_view source) {
  std::vector<Line> lines;
  std::size_t number = 0;
  for (const std::string_view text : lines_of(source)) {
    ++number;
    std::string bare = bare_line(text);
    if (bare.find_first_not_of("{};") != bare.npos)
      lines.push_back({number, std::move(bare), without_indent(text)});
  }
  return lines;
}

// Returns the lines from the definition of `first` up to that of `last`.
std::vector<Line> lines_between(std::string_view source, const std::string& first, const std::string& last) {
  const auto begin = line_of_function(source, first);
  const auto end = line_of_function(source, last);
  if (!begin) return {};
  std::vector<Line> lines = code_lines(source);
  std::erase_if(lines, [&](const Line& line) {
    return line.number < *begin || (end && *begin < *end && line.number >= *end);
  });
  return lines;
}

// Returns the first of `lines` that does not occur among `others`.
const Line* first_missing(const std::vector<Line>& lines, const std::vector<Line>& others) {
  std::multiset<std::string> left;
  for (const Line& other : others) left.insert(other.bare);
  for (const Line& line : lines) {
    const auto found = left.find(line.bare);
    if (found == left.end()) return &line;
    left.erase(found);
  }
  return nullptr;
}

std::string quoted(const Line& line) {
  return '"' + std::string(line.text.substr(0, kMostQuoted)) + (line.text.size() > kMostQuoted ? "..." : "") +
         '"';
}

}  // namespace

std::string changed_in_given_part(const ProblemSpec& problem, std::string_view source) {
  const Op* op = find_op(problem.op);
  if (!op || op->functions.size() < 2) return {};
  const std::string starter = text_of_layer(problem.op);
  const std::vector<Line> given = lines_between(starter, op->functions.front(), op->functions.back());
  const bool is_stub = std::ranges::any_of(
      given, [](const Line& line) { return line.bare.find(kUnwritten) != std::string::npos; });
  if (given.empty() || is_stub) return {};
  const std::vector<Line> own = lines_between(source, op->functions.front(), op->functions.back());
  const Line* gone = first_missing(given, code_lines(source));
  const Line* added = first_missing(own, given);
  if (gone && added) {
    return fmt::format(" The forward pass was given as {}; in line {} you have {}.", quoted(*gone),
                       added->number, quoted(*added));
  }
  if (gone) return fmt::format(" The given line {} is missing.", quoted(*gone));
  if (added) {
    return fmt::format(" Line {}, {}, was not in the forward pass that was given.", added->number,
                       quoted(*added));
  }
  return {};
}

}  // namespace grader
