/// An assignment as its assignment.json describes it: problems, their checks, points and limits.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/grading/settings.hpp"
#include "grader/report/status.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/build_limits.hpp"

namespace grader {

struct CheckSpec {
  std::string id;  // "contract", "dx", or what assignment.json says
  Kind kind = Kind::gradient;
  std::string gradient;             // for a gradient check, the input or node: "x" for dx
  std::vector<std::string> probes;  // the check looks only at their cases; empty: at all
  double points = 0.0;
  Visibility visibility = Visibility::shown;
  std::size_t hints = 3;                   // how many steps of a hint students get; 0: no description either
  double numerical_differentiation = 0.0;  // share of the points for such a gradient
};

struct ProblemSpec {
  std::string id;
  std::string title;
  std::string file;                  // what the student hands in; empty for a scenario
  std::string op;                    // empty for a scenario
  std::string scenario;              // empty for a layer
  std::vector<std::string> uses;     // problems of this assignment, before this one, whose layers it runs
  std::vector<std::string> library;  // layers it runs from outside of this assignment
  Tolerance tolerance;               // for its checks; a scenario has its own
  double forward_share = 0.0;        // of the points, which the contract carries: forward passes are written
  std::vector<CheckSpec> checks;
};

struct Assignment {
  std::string id;
  std::string title;
  Limits worker_limits = {.processes = 1, .temporary_bytes = 0};  // no threads, no files to write
  BuildLimits build_limits;
  double total_seconds = 240;  // for everything that a submission does; what no longer fits is skipped
  double numerical_differentiation = 0.0;  // for checks that do not set their own
  std::size_t hints = 3;                   // for problems that do not set their own
  double forward_share = 0.0;              // likewise
  Seeds seeds;
  std::vector<ProblemSpec> problems;
  /// Only in a kit, which has no reference: the folder with the right answers, the student's own layers of
  /// the library, and the folder of their files.
  std::optional<std::filesystem::path> golden;
  std::filesystem::path own_library_folder;
  std::vector<ProblemSpec> own_library;

  /// Returns the problem with this id, or nullptr.
  const ProblemSpec* find(const std::string& problem) const;
  /// Returns the problem in which the student writes this layer, or nullptr when the layer is not in this
  /// assignment.
  const ProblemSpec* problem_of_op(const std::string& op) const;
  /// Returns the student's own library layer for this op, or nullptr when there is none.
  const ProblemSpec* own_library_layer(const std::string& op) const;
  std::vector<std::string> files() const;
  /// Returns the points of a submission that is right in everything.
  double max_points() const;
};

/// Reads and validates an assignment.json. Throws InputError, in one sentence that names file and place, for
/// anything that is missing, unknown or contradictory:
///   - an op, gradient, probe or scenario part that does not exist;
///   - `uses` of a later problem, or a layer of this assignment in a `library`;
///   - a layer that is run and is in neither;
///   - one file for two problems, an id or a member that occurs twice, no points at all.
/// Places are made of ids: /problems/affine/checks/dw/points. The member "numerical_differentiation", of the
/// whole assignment or of a gradient check, is "fail" (the default), "pass", or a share of the points.
Assignment load_assignment(const std::filesystem::path& file);

}  // namespace grader
