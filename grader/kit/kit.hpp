/// What a student gets: handout, starter files, headers, data, and a grader that knows public checks by their
/// golden answers and holds no solution.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>

#include "grader/kit/public_assignment.hpp"

namespace grader {

struct KitOptions {
  std::filesystem::path project;     // where solutions, starters and the grader's sources are
  std::filesystem::path assignment;  // an assignment.json; the handout stands beside it
  std::filesystem::path out;         // a folder that does not exist yet, or is empty
  std::set<std::string> blanked;     // the tags of regions that students write
  std::function<void(const std::string&)> step = [](const std::string&) {};
};

/// A kit that would give something away has not been made. One line for each leak.
struct KitLeaks : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Makes the kit, inspects it, and only then puts it where it belongs. Returns what its checks leave out.
/// Throws InputError for an assignment that cannot be read or a folder that is in use, WriteError, and
/// KitLeaks.
LeftOut make_kit(const KitOptions& options);

/// Looks for everything that students are not to see in a folder: lines of solutions, ours and others, and of
/// mistakes; hidden checks; and the seeds of the course. Throws KitLeaks.
void inspect_kit(const std::filesystem::path& kit, const KitOptions& options);

}  // namespace grader
