/// Makes a kit, the folder that a student gets: handout, starter files, headers, data, and a grader. That
/// grader holds no solution; its public checks compare with golden answers.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/kit/public_assignment.hpp"

namespace grader {

/// The share of a layer's points that its contract carries in a kit whose students write the forward passes.
/// An assignment.json with a `forward_share` of its own keeps that one.
inline constexpr double kForwardShare = 0.25;

struct KitOptions {
  std::filesystem::path project;     ///< Has solutions, starters and the grader's sources.
  std::filesystem::path assignment;  ///< An assignment.json; the handout is beside it.
  std::filesystem::path out;         ///< A folder that is empty or does not exist yet.
  std::set<std::string> blanked;     ///< The tags of the regions that students write.
  bool with_program = false;         ///< The kit carries its grader, built here: see program.hpp.
  std::size_t jobs = 1;              ///< Of that build.
  std::function<void(const std::string&)> step = [](const std::string&) {};
};

struct MadeKit {
  LeftOut left_out;
  /// The kit's handout is made from the handouts of these assignments of the course. Empty if the assignment
  /// has a handout of its own.
  std::vector<std::string> handout_from = {};
  std::vector<std::string> without_handout =
      {};  ///< The ids of the problems that the kit's handout is not about.
};

/// The kit would give something away, so it was not made. The message has one line for each leak.
struct KitLeaks : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Makes a kit in a folder beside `options.out`, inspects it, and then moves it to `options.out`. Throws
/// InputError if the assignment cannot be read, the folder is in use or the kit's grader cannot be built,
/// WriteError if a file cannot be written, and KitLeaks if the inspection finds a secret.
MadeKit make_kit(const KitOptions& options);

}  // namespace grader
