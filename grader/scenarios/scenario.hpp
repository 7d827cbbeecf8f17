/// Scenarios show what happens to whole nets in the regimes where backpropagation leaks. The grader runs the
/// loop. The student's layers answer call by call, as in any other check.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grader/checks/finding.hpp"
#include "grader/scenarios/question.hpp"

namespace grader {

/// Called from time to time with how far a run has come, in words for a terminal: "huber_loss: step 40 of
/// 100, 36 % caught".
using Tell = std::function<void(const std::string& what)>;
/// A Tell that does nothing.
inline void silent(const std::string&) {}
/// Calls `tell` at each tenth of the way, with the number of steps made and `how` the run looks.
void tell_step(const Tell& tell, const std::string& who, std::size_t step, std::size_t steps,
               const std::string& how);

struct PartVerdict {
  Finding finding;
  std::vector<Figure> figures;
};

/// A part of a scenario. It has its own check and its own worker.
struct ScenarioPart {
  std::string id;
  std::vector<std::string> ops;       // the layers that it runs, all through the subject
  std::vector<std::string> subjects;  // the layers that it is about; it cannot be judged without them
  /// Runs the part. A training calls the Tell with how far it has come. Throws whatever Subject::start
  /// throws.
  std::function<Measurements(Subject&, std::uint64_t seed, const Tell&)> run;
  /// Compares the measurements with the reference's.
  std::function<PartVerdict(const Measurements& student, const Measurements& reference)> judge;
  /// Tells in two or three sentences what the student's layers did, with numbers. True of right and of wrong
  /// measurements.
  std::function<std::string(const Measurements& student)> story;
  /// For a training that amplifies rounding: runs the part from weights that are moved by about one rounding.
  /// Only the reference is run so; see rounding.hpp.
  std::function<Measurements(Subject&, std::uint64_t seed)> run_moved = {};
  /// What a student predicts before the part is run.
  std::vector<Question> questions = {};
};

struct Scenario {
  std::string name;
  std::vector<ScenarioPart> parts;
  /// What the heading of the handout's section has, without its number, so that a report can link it. May be
  /// empty.
  std::string heading = {};

  /// Returns the part with this id, or nullptr.
  const ScenarioPart* find(const std::string& id) const;
};

/// Returns the scenarios that are linked into this program, ordered by name. The course's grader has all of
/// them. A kit's has those of its assignment.
const std::vector<Scenario>& all_scenarios();
/// Returns the scenario with this name, or nullptr.
const Scenario* find_scenario(std::string_view name);

using MakeScenario = Scenario (*)();

/// Enters a scenario into the list: `BACKPROP_SCENARIO(saturation)` after `Scenario saturation()`, within
/// namespace grader. The linker gathers the entries in a section.
#define BACKPROP_SCENARIO(FUNCTION) \
  [[gnu::used, gnu::section("backprop_scenarios")]] static const MakeScenario FUNCTION##_entry = &FUNCTION

/// Returns a fail with this message and no evidence.
Finding scenario_fails(std::string message);

/// The first place at which `student` differs from `reference`: |s - r| > relative * max |r| + absolute. A
/// NaN differs. Series of unequal length differ where the shorter one ends. first_departure returns nullopt
/// when they never differ.
struct Departure {
  std::size_t step;
  double student;
  double reference;
};
std::optional<Departure> first_departure(const std::vector<double>& student,
                                         const std::vector<double>& reference, double relative = 1e-9,
                                         double absolute = 1e-12);
/// Does the same, and allows `more(step)` at each step besides.
std::optional<Departure> first_departure(const std::vector<double>& student,
                                         const std::vector<double>& reference,
                                         const std::function<double(std::size_t)>& more,
                                         double relative = 1e-9, double absolute = 1e-12);

}  // namespace grader
