#include "grader/cli/watch.hpp"

#include <algorithm>
#include <set>

namespace grader {

namespace {

// An editor saves a file in several steps, which take much less time than this.
constexpr int kQuietMilliseconds = 60;

}  // namespace

Watch::Watch(const std::vector<std::filesystem::path>& folders, std::vector<std::string> endings)
    : changes_(follow_changes(folders)), endings_(std::move(endings)) {}

std::vector<std::string> Watch::wait() const {
  std::set<std::string> changed;
  while (true) {
    const std::vector<std::string> names = changes_->wait(changed.empty() ? -1 : kQuietMilliseconds);
    if (names.empty() && !changed.empty()) return {changed.begin(), changed.end()};
    for (const std::string& name : names) {
      if (std::ranges::any_of(endings_, [&](const std::string& ending) { return name.ends_with(ending); }))
        changed.insert(name);
    }
  }
}

}  // namespace grader
