#include "grader/starter/regions.hpp"

#include <cctype>
#include <optional>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

constexpr std::string_view kBegin = "// BEGIN SOLUTION ";
constexpr std::string_view kEnd = "// END SOLUTION";

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

bool is_marker(std::string_view line) {
  return line.find("BEGIN SOLUTION") != std::string_view::npos ||
         line.find("END SOLUTION") != std::string_view::npos;
}

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; }

/// Returns the name before the first parenthesis outside of template arguments, or "" if there is none.
std::string name_of_definition(std::string_view line) {
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '<') ++depth;
    if (line[i] == '>') --depth;
    if (line[i] != '(' || depth > 0) continue;
    std::size_t first = i;
    while (first > 0 && is_name_character(line[first - 1])) --first;
    return std::string(line.substr(first, i - first));
  }
  return "";
}

class Finder {
 public:
  Finder(const std::vector<std::string_view>& lines, const std::string& file) : lines_(lines), file_(file) {}

  std::vector<Region> find() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string_view line = lines_[i];
      if (line.starts_with('}')) leave_function();
      if (!line.empty() && is_name_character(line.front())) enter_function(line);
      if (!is_marker(line)) continue;
      const std::string_view text = trimmed(line);
      if (text == kEnd) {
        end(i);
      } else if (text.starts_with(kBegin)) {
        i = begin(i);
      } else {
        fail(i, "expected \"// BEGIN SOLUTION tag: text\" or \"// END SOLUTION\"");
      }
    }
    if (open_) fail(open_->begin, "the region has no END SOLUTION");
    return regions_;
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& message) const {
    throw InputError(file_ + ":" + std::to_string(line + 1) + ": " + message);
  }

  /// Notes the function that the line defines. Definitions begin in the first column; bodies and continued
  /// signatures do not.
  void enter_function(std::string_view line) {
    const std::string name = name_of_definition(line);
    const bool is_whole = line.ends_with(';') || line.ends_with('}');
    if (!name.empty()) function_ = is_whole ? "" : name;
  }

  void leave_function() {
    if (open_) fail(open_->begin, "the region has no END SOLUTION before the end of " + open_->function);
    function_.clear();
  }

  /// Opens a region. Returns the index of the last line of its text.
  std::size_t begin(std::size_t i) {
    if (open_) fail(i, "a region within the region of line " + std::to_string(open_->begin + 1));
    if (function_.empty()) fail(i, "the region is not in a function");
    const std::string_view line = lines_[i];
    const std::string_view rest = trimmed(line).substr(kBegin.size());
    const std::size_t colon = rest.find(": ");
    if (colon == std::string_view::npos || colon + 2 == rest.size()) {
      fail(i, "expected a tag, a colon and a text after BEGIN SOLUTION");
    }
    Region region{.tag = std::string(rest.substr(0, colon)),
                  .text = {std::string(rest.substr(colon + 2))},
                  .function = function_,
                  .indentation = std::string(line.substr(0, line.find('/'))),
                  .begin = i};
    if (!region_tags().contains(region.tag)) {
      fail(i, "unknown tag \"" + region.tag + "\", expected forward, backward or function");
    }
    for (++i; i < lines_.size() && trimmed(lines_[i]).starts_with("// ") && !is_marker(lines_[i]); ++i) {
      region.text.emplace_back(trimmed(lines_[i]).substr(3));
    }
    region.code = i;
    open_ = std::move(region);
    return i - 1;
  }

  void end(std::size_t i) {
    if (!open_) fail(i, "END SOLUTION without BEGIN SOLUTION");
    open_->end = i;
    regions_.push_back(*std::move(open_));
    open_.reset();
  }

  const std::vector<std::string_view>& lines_;
  const std::string& file_;
  std::string function_;
  std::optional<Region> open_;
  std::vector<Region> regions_;
};

}  // namespace

const std::set<std::string>& region_tags() {
  static const std::set<std::string> tags = {"forward", "backward", "function"};
  return tags;
}

std::vector<Region> find_regions(const std::vector<std::string_view>& lines, const std::string& file) {
  return Finder(lines, file).find();
}

}  // namespace grader
