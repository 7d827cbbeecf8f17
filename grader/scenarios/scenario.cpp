#include "grader/scenarios/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

extern "C" {
[[gnu::weak]] extern const grader::MakeScenario __start_backprop_scenarios[];
[[gnu::weak]] extern const grader::MakeScenario __stop_backprop_scenarios[];
}

namespace grader {

const ScenarioPart* Scenario::find(const std::string& id) const {
  for (const ScenarioPart& part : parts) {
    if (part.id == id) return &part;
  }
  return nullptr;
}

const std::vector<Scenario>& all_scenarios() {
  static const std::vector<Scenario> scenarios = [] {
    std::vector<Scenario> made;
    for (auto entry = __start_backprop_scenarios; entry != __stop_backprop_scenarios; ++entry)
      made.push_back((*entry)());
    std::ranges::sort(made, {}, &Scenario::name);
    return made;
  }();
  return scenarios;
}

const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : all_scenarios()) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

void tell_step(const Tell& tell, const std::string& who, std::size_t step, std::size_t steps,
               const std::string& how) {
  const std::size_t stride = std::max<std::size_t>(steps / 10, 1);
  if (step % stride == 0) tell(fmt::format("{}: step {} of {}, {}", who, step, steps, how));
}

Finding scenario_fails(std::string message) { return {Status::fail, std::move(message), {}}; }

std::optional<Departure> first_departure(const std::vector<double>& student,
                                         const std::vector<double>& reference, double relative,
                                         double absolute) {
  return first_departure(
      student, reference, [](std::size_t) { return 0.0; }, relative, absolute);
}

std::optional<Departure> first_departure(const std::vector<double>& student,
                                         const std::vector<double>& reference,
                                         const std::function<double(std::size_t)>& more, double relative,
                                         double absolute) {
  double magnitude = 0.0;
  for (const double value : reference) magnitude = std::max(magnitude, std::abs(value));
  const std::size_t common = std::min(student.size(), reference.size());
  for (std::size_t i = 0; i < common; ++i) {
    const double error = std::abs(student[i] - reference[i]);
    if (!(error <= relative * magnitude + absolute + more(i))) return Departure{i, student[i], reference[i]};
  }
  if (student.size() == reference.size()) return std::nullopt;
  const double missing = std::numeric_limits<double>::quiet_NaN();
  return Departure{common, common < student.size() ? student[common] : missing,
                   common < reference.size() ? reference[common] : missing};
}

}  // namespace grader
