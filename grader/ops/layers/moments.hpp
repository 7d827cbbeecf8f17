/// Shared by Adam and AdamW: the running means of gradients and of their squares.
#pragma once

#include <utility>
#include <vector>

#include "grader/ops/layers/update_rule.hpp"

namespace grader {

/// Describes a rule that keeps m, v and the number of steps. `more` settings follow Adam's own.
inline Layer moment_rule(const std::string& summary, std::vector<AttributeSpec> more = {}) {
  std::vector<AttributeSpec> settings = {{"beta1", "what m keeps of itself", 0.0, 0.99999},
                                         {"beta2", "what v keeps of itself", 0.0, 0.99999},
                                         {"epsilon", "added to the root", 1e-12, 1.0}};
  for (AttributeSpec& setting : more) settings.push_back(std::move(setting));
  settings.push_back({"t", "steps made before this one", 0, 1e9, true});
  Layer layer = update_rule(summary, {"m", "v"}, std::move(settings));
  layer.outputs.push_back({"next_t", {}});
  return layer;
}

// The rest belongs to the grader.

/// Returns the steps made so far. Long runs are where a correction that was left out early does no harm any
/// more, and where one that ends at a fixed step does.
inline double steps_made(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "first-step") return 0.0;
  if (probe.id == "unit" && probe.index == 1) return 50.0;
  if (probe.id == "large" && probe.index == 1) return 1000.0;
  if (probe.id == "no-gradient" && probe.index == 1) return 5000.0;
  return static_cast<double>(1 + rng.index(40));
}

/// Returns a parameter, its gradient and moments, and Adam's settings.
inline Case sample_moments(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = sample_update(rng, probe);
  inputs["m"] = sample_state(rng, probe, false);
  inputs["v"] = sample_state(rng, probe, true);
  const double t = steps_made(rng, probe);
  return {std::move(inputs),
          {{"learning_rate", sample_learning_rate(rng, probe)},
           {"beta1", 0.8 + 0.19 * rng.uniform()},
           {"beta2", t >= 50.0 ? 0.999 : 0.9 + 0.099 * rng.uniform()},
           {"epsilon", sample_epsilon(probe)},
           {"t", t}}};
}

/// The published step of Adam.
inline KnownAnswer published_moments() {
  return {
      .source = kPublishedUpdates,
      .inputs = published_update({{"m", linspace(0.6, 0.9, {4, 5})}, {"v", linspace(0.7, 0.5, {4, 5})}}),
      .attributes = {{"learning_rate", 1e-2}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}, {"t", 5}},
      .outputs = {{"next_w", {{4, 5}, {-0.40094747, -0.34836187, -0.29577703, -0.24319299, -0.19060977,
                                       -0.1380274,  -0.08544591, -0.03286534, 0.01971428,  0.0722929,
                                       0.1248705,   0.17744702,  0.23002243,  0.28259667,  0.33516969,
                                       0.38774145,  0.44031188,  0.49288093,  0.54544852,  0.59801459}}},
                  {"next_m", {{4, 5}, {0.48,       0.49947368, 0.51894737, 0.53842105, 0.55789474,
                                       0.57736842, 0.59684211, 0.61631579, 0.63578947, 0.65526316,
                                       0.67473684, 0.69421053, 0.71368421, 0.73315789, 0.75263158,
                                       0.77210526, 0.79157895, 0.81105263, 0.83052632, 0.85}}},
                  {"next_v", {{4, 5}, {0.69966,    0.68908382, 0.67851319, 0.66794809, 0.65738853,
                                       0.64683452, 0.63628604, 0.6257431,  0.61520571, 0.60467385,
                                       0.59414753, 0.58362676, 0.57311152, 0.56260183, 0.55209767,
                                       0.54159906, 0.53110598, 0.52061845, 0.51013645, 0.49966}}},
                  {"next_t", Tensor::scalar(6)}},
      .tolerance = 0.51e-8};
}

}  // namespace grader
