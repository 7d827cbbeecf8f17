/// Scenarios: what happens to whole nets in the regimes where backpropagation leaks. The grader runs the
/// loop; the student's layers answer call by call, like in any other check.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grader/checks/finding.hpp"

namespace grader {

/// What a run measured: named series of numbers, a loss curve, say. The same run over the reference gives
/// what is right.
using Measurements = std::map<std::string, std::vector<double>>;

/// Told from time to time how far a run has come, in words for a terminal: "huber_loss: step 40 of 100, 36 %
/// caught".
using Tell = std::function<void(const std::string& what)>;
/// A Tell for whoever does not want to know.
inline void silent(const std::string&) {}
/// Tells that `step` of `steps` has been made, `how` it looks, at each tenth of the way.
void tell_step(const Tell& tell, const std::string& who, std::size_t step, std::size_t steps,
               const std::string& how);

struct PartVerdict {
  Finding finding;
  std::vector<Figure> figures;
};

/// A part of a scenario: its own check, with its own worker.
struct ScenarioPart {
  std::string id;
  std::vector<std::string> ops;       // the layers that it runs, all of them through the subject
  std::vector<std::string> subjects;  // those that it is about: without them there is nothing to judge
  /// Runs it. A training says how far it has come. Throws what Subject::start throws.
  std::function<Measurements(Subject&, std::uint64_t seed, const Tell&)> run;
  /// Judges the measurements against those of the reference.
  std::function<PartVerdict(const Measurements& student, const Measurements& reference)> judge;
};

struct Scenario {
  std::string name;
  std::vector<ScenarioPart> parts;

  /// nullptr when there is no such part.
  const ScenarioPart* find(const std::string& id) const;
};

const std::vector<Scenario>& all_scenarios();
const Scenario* find_scenario(std::string_view name);

/// A failing finding of a scenario, without evidence: its message says it all.
Finding scenario_fails(std::string message);

/// Where `student` first leaves `reference`: |s - r| > relative * max |r| + absolute, a NaN included; empty
/// where it never does. Series of unequal length differ where the shorter one ends.
struct Departure {
  std::size_t step;
  double student;
  double reference;
};
std::optional<Departure> first_departure(const std::vector<double>& student,
                                         const std::vector<double>& reference, double relative = 1e-9,
                                         double absolute = 1e-12);

}  // namespace grader
