#include "grader/kit/reached.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "grader/base/files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> included_by(const fs::path& file) {
  constexpr std::string_view kInclude = "\n#include \"";
  const std::string text = "\n" + read_file(file);
  std::vector<fs::path> headers;
  for (std::size_t at = text.find(kInclude); at != std::string::npos; at = text.find(kInclude, at)) {
    at += kInclude.size();
    headers.emplace_back(text.substr(at, text.find('"', at) - at));
  }
  return headers;
}

// Returns the headers that bring a .cpp with them.
std::vector<fs::path> implemented_by(const fs::path& source, const std::vector<fs::path>& included) {
  std::vector<fs::path> beside;
  for (const fs::path& header : included) {
    if (header.parent_path() == source.parent_path()) beside.push_back(header);
  }
  const std::string name = source.stem().string();
  fs::path longest;
  for (const fs::path& header : beside) {
    const std::string stem = header.stem().string();
    if ((name == stem || name.starts_with(stem + "_")) && stem.size() > longest.stem().string().size())
      longest = header;
  }
  return longest.empty() ? beside : std::vector{longest};
}

class Reach {
 public:
  Reach(const std::vector<fs::path>& candidates, const fs::path& project) {
    for (const fs::path& file : candidates) included_[file] = included_by(project / file);
    for (const auto& [file, headers] : included_) {
      if (file.extension() != ".cpp") continue;
      for (const fs::path& header : implemented_by(file, headers)) sources_of_[header].push_back(file);
    }
  }

  void visit(const std::vector<fs::path>& headers) {
    for (const fs::path& header : headers) {
      if (!included_.contains(header)) continue;
      add(header);
      for (const fs::path& source : sources_of_[header]) add(source);
    }
  }

  void add(const fs::path& file) {
    if (reached_.insert(file).second) visit(included_.at(file));
  }

  const std::set<fs::path>& reached() const { return reached_; }

 private:
  std::map<fs::path, std::vector<fs::path>> included_;
  std::map<fs::path, std::vector<fs::path>> sources_of_;  // by the header that brings them
  std::set<fs::path> reached_;
};

}  // namespace

std::set<fs::path> reached_from(const std::vector<fs::path>& sources, const std::vector<fs::path>& candidates,
                                const fs::path& project) {
  Reach reach(candidates, project);
  for (const fs::path& source : sources) reach.visit(included_by(project / source));
  return reach.reached();
}

}  // namespace grader
