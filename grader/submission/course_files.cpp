#include "grader/submission/course_files.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace grader {

namespace fs = std::filesystem;

CourseFiles::CourseFiles(const fs::path& folder, const std::vector<std::string>& names) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    const std::string assignment = entry.path().filename().string();
    if (!entry.is_directory() || assignment.find('-') == std::string::npos)
      continue;  // skips include/ and src/
    assignments_.insert(assignment);
    for (const std::string& name : names) {
      std::ifstream stream(entry.path() / name, std::ios::binary);
      if (!stream || !fs::is_regular_file(entry.path() / name)) continue;
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      files_.insert({name, {assignment, bare_text(text)}});
    }
  }
}

bool CourseFiles::has(const std::string& name, const std::string& bare) const {
  const auto [begin, end] = files_.equal_range(name);
  return std::any_of(begin, end, [&](const auto& entry) { return entry.second.bare == bare; });
}

std::set<std::string> CourseFiles::homes(const std::string& name) const {
  std::set<std::string> result;
  const auto [begin, end] = files_.equal_range(name);
  for (auto at = begin; at != end; ++at) result.insert(at->second.assignment);
  return result;
}

namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\0'; }

// Returns one past the end of the string or character that begins at `at`.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return at < text.size() ? at : text.size();
}

}  // namespace

std::string bare_text(std::string_view source) {
  if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
  std::string bare;
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view rest = source.substr(at);
    if (rest.starts_with("//")) {
      at = std::min(source.find('\n', at), source.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = source.find("*/", at + 2);
      at = end == std::string_view::npos ? source.size() : end + 2;
    } else if (source[at] == '"' || source[at] == '\'') {
      const std::size_t end = end_of_literal(source, at);
      bare += source.substr(at, end - at);
      at = end;
    } else {
      if (!is_space(source[at])) bare += source[at];
      ++at;
    }
  }
  return bare;
}

}  // namespace grader
