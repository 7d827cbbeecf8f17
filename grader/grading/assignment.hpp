/// An assignment as its assignment.json describes it: problems, their checks, points and limits.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/grading/settings.hpp"
#include "grader/report/status.hpp"
#include "grader/sandbox/limits.hpp"
#include "grader/submission/build_limits.hpp"

namespace grader {

struct CheckSpec {
  std::string id;  // "contract", "dx", or what assignment.json says
  Kind kind = Kind::gradient;
  std::string gradient;             // of a gradient check: the input or node, "x" for dx
  std::vector<std::string> probes;  // only the cases of these; empty: all
  double points = 0.0;
  Visibility visibility = Visibility::shown;
  bool hints =
      true;  // whether a failing check says what the answer looks like and which known mistake gives it
  double numerical_differentiation = 0.0;  // the share of the points where a gradient was found so; 1: passes
};

struct ProblemSpec {
  std::string id;
  std::string title;
  std::string file;                  // what the student hands in; empty for a scenario
  std::string op;                    // empty for a scenario
  std::string scenario;              // empty for a layer
  std::vector<std::string> uses;     // problems of this assignment, before this one, whose layers it runs
  std::vector<std::string> library;  // layers that it runs and that are no problem of this assignment
  Tolerance tolerance;               // of its checks; a scenario has its own
  std::vector<CheckSpec> checks;
};

struct Assignment {
  std::string id;
  std::string title;
  Limits worker_limits = {.processes = 1,
                          .temporary_bytes = 0};  // no threads, and no file that it could write
  BuildLimits build_limits;
  double numerical_differentiation = 0.0;  // of checks that do not say it themselves
  Seeds seeds;
  std::vector<ProblemSpec> problems;
  /// In a kit, where there is no reference: the folder with the right answers, and the student's own layers
  /// of the library, with the folder of their files. Elsewhere: nothing.
  std::optional<std::filesystem::path> golden;
  std::filesystem::path own_library_folder;
  std::vector<ProblemSpec> own_library;

  /// nullptr when there is none of that id.
  const ProblemSpec* find(const std::string& problem) const;
  /// The problem in which the student writes that layer; nullptr when it is none of this assignment's.
  const ProblemSpec* problem_of_op(const std::string& op) const;
  /// The student's own layer of the library; nullptr when it has none for that op.
  const ProblemSpec* own_library_layer(const std::string& op) const;
  std::vector<std::string> files() const;
  /// What a submission that is right in everything gets.
  double max_points() const;
};

/// Reads and validates an assignment.json. Throws InputError, in one sentence that names file and place, for
/// anything that is missing, unknown or contradictory: an op, gradient, probe or scenario part that does not
/// exist, `uses` of a later problem, a layer of this assignment in a `library`, a layer that is run and is in
/// neither, a file of two problems, an id or a member that occurs twice, no points at all. Places are made of
/// ids: /problems/affine/checks/dw/points. The member "numerical_differentiation", of the whole or of a
/// gradient check, is "fail" (without it), "pass", or a share of the points.
Assignment load_assignment(const std::filesystem::path& file);

}  // namespace grader
