#include "grader/scenarios/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/character_model.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/pixels.hpp"
#include "grader/scenarios/saturation.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"

namespace grader {

const ScenarioPart* Scenario::find(const std::string& id) const {
  for (const ScenarioPart& part : parts) {
    if (part.id == id) return &part;
  }
  return nullptr;
}

const std::vector<Scenario>& all_scenarios() {
  static const std::vector<Scenario> scenarios = {
      {"saturation",
       {saturation_closed_form(), saturation_one_quarter(), saturation_training(), saturation_preprocessing(),
        saturation_tanh()},
       "The scenario: saturation"},
      {"slow-lower-layers",
       {slow_lower_layers_sigmoid(), slow_lower_layers_cured()},
       "The scenario: slow lower layers"},
      {"dead-relu",
       {dead_relu_never_fire(), dead_relu_one_unit(), dead_relu_sweep(), dead_relu_revival()},
       "The scenario: dead ReLU"},
      {"dqn-clipping",
       {dqn_clipping_huber_curve(), dqn_clipping_clipped_curve(), dqn_clipping_target(),
        dqn_clipping_catch()},
       "The scenario: a clip in the wrong place"},
      {"exploding-gradients",
       {exploding_scalar(), exploding_radius(), exploding_clipping(), exploding_lstm()},
       "The scenario: exploding and vanishing gradients"},
      {"character-model", {character_model_training()}, "The character model"},
      {"pixels",
       {pixels_learning(), pixels_image(), pixels_batch_of_one(), pixels_checkerboard()},
       "The scenario: pixels"},
      {"attention",
       {attention_scale(), attention_norms(), attention_padding(), attention_writing()},
       "Scenario: a model that writes"}};
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
