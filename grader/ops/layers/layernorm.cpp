#include <backprop/layernorm.hpp>

#include "grader/ops/layers/normalisation.hpp"

BACKPROP_LAYER(layernorm)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = gamma (x - mean) / sqrt(variance + eps) + beta, each row by itself",
          .inputs = {{"x", {"N", "D"}}, {"gamma", {"D"}}, {"beta", {"D"}}},
          .attributes = {{"eps", "added to the variance", 1e-12, 1.0}},
          .outputs = {{"out", {"N", "D"}}}};
}

Probing probing() {  // known answers: normalisation_test.cpp
  return {.probes = normalisation_probes(), .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", sample_spread(rng, probe, false)},
                     {"gamma", sample_gamma(rng, probe)},
                     {"beta", random_normal(rng, {probe.d})}},
                    {{"eps", sample_eps(probe)}}};
          }};
}

}  // namespace
}  // namespace grader
