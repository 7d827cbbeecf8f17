/// Shared by tests of right but unusual solutions: the corpus, one file a solution in
/// accepted/STYLE/ASSIGNMENT.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "grader/grading/assignment.hpp"
#include "grader/grading/course.hpp"

namespace grader {

inline constexpr const char* kSeedsWished = "BACKPROP_ACCEPTED_SEEDS";

inline bool are_seeds_wished() { return std::getenv(kSeedsWished) != nullptr; }

/// Returns what the environment wishes, or else the usual number.
inline std::size_t seeds_wished(std::size_t usual) {
  return are_seeds_wished() ? std::stoul(std::getenv(kSeedsWished)) : usual;
}

/// Returns the assignment with enough time for all the seeds in one conversation.
inline Assignment patient_assignment(const std::string& id) {
  Assignment assignment =
      load_assignment(std::filesystem::path(BACKPROP_ASSIGNMENTS) / id / "assignment.json");
  assignment.worker_limits.wall_seconds = 3600;
  assignment.worker_limits.cpu_seconds = 3600;
  assignment.build_limits.compile.wall_seconds = 600;
  assignment.build_limits.link.wall_seconds = 600;
  return assignment;
}

struct Accepted {
  std::string style;
  std::string assignment;
  std::string file;
};

inline void PrintTo(const Accepted& accepted, std::ostream* out) {
  *out << accepted.style << '/' << accepted.assignment << '/' << accepted.file;
}

inline std::filesystem::path accepted_corpus() { return BACKPROP_ACCEPTED; }

/// Returns them by style, assignment and file.
inline std::vector<Accepted> accepted_solutions() {
  namespace fs = std::filesystem;
  std::vector<Accepted> result;
  for (const auto& entry : fs::recursive_directory_iterator(accepted_corpus())) {
    const fs::path inside = entry.path().lexically_relative(accepted_corpus());
    if (entry.path().extension() != ".cpp") continue;
    result.push_back(
        {inside.parent_path().parent_path(), inside.parent_path().filename(), inside.filename()});
  }
  std::ranges::sort(result, {}, [](const Accepted& a) { return std::tie(a.style, a.assignment, a.file); });
  return result;
}

}  // namespace grader
