/// The folder of golden answers of a kit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Works out, and writes into `folder`, what the public checks of `assignment` need: a file for each op,
/// without the probes that only hidden checks try, and one for each scenario with the parts that can be run
/// without solutions. `step` is told of each.
void write_golden(const Assignment& assignment, std::uint64_t seed, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& step);

}  // namespace grader
