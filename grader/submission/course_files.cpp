#include "grader/submission/course_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "grader/submission/bare_text.hpp"

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

}  // namespace grader
