/// Shared by layers over sequences and their single steps: probes with time steps, and upstream gradients at
/// some steps only.
#pragma once

#include <cmath>

#include "grader/ops/call.hpp"

namespace grader {

/// Appends wx, wh and b of a recurrent layer, whose `gates` parts lie side by side, to its other inputs.
inline std::vector<InputSpec> with_weights(std::vector<InputSpec> inputs, std::size_t gates) {
  const std::string width = gates == 1 ? "H" : std::to_string(gates) + "H";
  for (InputSpec& weight :
       std::vector<InputSpec>{{"wx", {"D", width}}, {"wh", {"H", width}}, {"b", {width}}}) {
    inputs.push_back(std::move(weight));
  }
  return inputs;
}

/// Describes one time step: x and prev_h to next_h.
inline Layer recurrent_step(const std::string& summary, std::size_t gates) {
  return {.summary = summary,
          .inputs = with_weights({{"x", {"N", "D"}}, {"prev_h", {"N", "H"}}}, gates),
          .outputs = {{"next_h", {"N", "H"}}}};
}

/// Describes a whole sequence: x and h0 to h.
inline Layer recurrent_sequence(const std::string& summary, std::size_t gates) {
  return {.summary = summary,
          .inputs = with_weights({{"x", {"N", "T", "D"}}, {"h0", {"N", "H"}}}, gates),
          .outputs = {{"h", {"N", "T", "H"}}},
          .back_in_time = true};
}

// The rest belongs to the grader.

/// Probes in which N, T, D and H (or M, V: `m`) all differ, with T from 1 to 5, and a square one as in
/// standard_probes(). "narrow" has one input and two units or words, "one-unit" the reverse. "broad" has more
/// inputs and units than a small table holds.
inline std::vector<Probe> sequence_probes_and(std::vector<Probe> more) {
  std::vector<Probe> probes = {
      {.id = "unit", .scale = 1.0, .n = 4, .d = 5, .m = 3, .t = 2},
      {.id = "small", .scale = 0.05, .n = 3, .d = 7, .m = 4, .t = 5},
      {.id = "large", .scale = 4.0, .n = 5, .d = 3, .m = 6, .t = 2},
      {.id = "batch-of-one", .scale = 1.0, .n = 1, .d = 4, .m = 3, .t = 5},
      {.id = "tall", .scale = 1.0, .n = 9, .d = 2, .m = 5, .t = 3},
      {.id = "wide", .scale = 1.0, .n = 2, .d = 5, .m = 7, .t = 3},
      {.id = "square", .scale = 1.0, .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
      {.id = "narrow", .scale = 1.0, .n = 41, .d = 1, .m = 2, .t = 3, .cases = 1},
      {.id = "broad", .scale = 0.3, .n = 2, .d = 40, .m = 36, .t = 3, .cases = 1},
      {.id = "long", .scale = 1.0, .n = 2, .d = 3, .m = 4, .t = 12, .cases = 1},
      {.id = "very-long", .scale = 1.0, .n = 1, .d = 2, .m = 3, .t = 65, .cases = 1},
      {.id = "one-step", .scale = 1.0, .n = 3, .d = 4, .m = 5, .t = 1},
  };
  for (Probe& probe : more) probes.push_back(std::move(probe));
  return probes;
}

/// Adds probes for layers that pass a hidden state on. The loss may depend on the last hidden state only, or
/// on the first only, and the sequence may begin with a hidden state of zero.
inline std::vector<Probe> recurrent_probes() {
  return sequence_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .t = 2, .cases = 1},
                              {.id = "last-step-only", .n = 3, .d = 4, .m = 2, .t = 5},
                              {.id = "first-step-only", .n = 3, .d = 2, .m = 4, .t = 5},
                              {.id = "zero-start", .n = 3, .d = 5, .m = 4, .t = 2}});
}

/// Returns Probing::shape_upstream for the output `name`: (N, T, H). It clears all other steps in the probes
/// that look at one step only.
inline auto upstream_at_steps(const std::string& name) {
  return [name](const Probe& probe, Tensors& upstream) {
    if (probe.id != "last-step-only" && probe.id != "first-step-only") return;
    Tensor& tensor = upstream.at(name);
    const std::size_t T = tensor.shape.at(1);
    const std::size_t H = tensor.shape.at(2);
    const std::size_t kept = probe.id == "last-step-only" ? T - 1 : 0;
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      if (i / H % T != kept) tensor.values[i] = 0.0;
    }
  };
}

/// Returns integers in [0, below), (N, T).
inline Tensor random_tokens(backprop::Rng& rng, std::size_t n, std::size_t t, std::size_t below) {
  Tensor tokens = random_labels(rng, n * t, below);
  tokens.shape = {n, t};
  return tokens;
}

/// Returns all integers below `below` in turn, from a random one on, (N, T).
inline Tensor tokens_in_turn(backprop::Rng& rng, std::size_t n, std::size_t t, std::size_t below) {
  Tensor tokens = labels_in_turn(rng, n * t, below);
  tokens.shape = {n, t};
  return tokens;
}

/// Adds weights and bias of a recurrent layer whose `gates` parts lie side by side. The recurrent weights are
/// scaled so that their spectral radius is about the probe's scale, and at most 2. A larger radius would
/// amplify a step of the numeric check too much.
inline void add_recurrent_weights(backprop::Rng& rng, const Probe& probe, std::size_t gates,
                                  Tensors& inputs) {
  const double root = std::sqrt(static_cast<double>(probe.m));
  inputs["wx"] = random_normal(rng, {probe.d, gates * probe.m}, std::min(probe.scale, 1.0));
  inputs["wh"] = random_normal(rng, {probe.m, gates * probe.m}, std::min(probe.scale, 2.0) / root);
  inputs["b"] = random_normal(rng, {gates * probe.m}, probe.scale);
}

/// Each gate but the last of the `gates` parts, the candidate, is open to the last bit in one half of the
/// units and shut in the other, so that all combinations of two occur in four units, and of three in eight.
inline Probe wide_open_or_shut() { return {.id = "open-or-shut", .n = 3, .d = 2, .m = 8, .cases = 1}; }

inline void open_or_shut(const Probe& probe, std::size_t gates, Tensors& inputs) {
  if (probe.id != wide_open_or_shut().id) return;
  for (std::size_t i = 0; i < (gates - 1) * probe.m; ++i)
    inputs.at("b").values[i] = (i % probe.m >> i / probe.m & 1U) == 0 ? -800.0 : 800.0;
}

/// Returns x, prev_h and the weights of one step.
inline Case sample_step(backprop::Rng& rng, const Probe& probe, std::size_t gates) {
  Case result;
  result.inputs["x"] = random_normal(rng, {probe.n, probe.d}, probe.scale);
  result.inputs["prev_h"] = random_normal(rng, {probe.n, probe.m}, probe.scale);
  add_recurrent_weights(rng, probe, gates, result.inputs);
  open_or_shut(probe, gates, result.inputs);
  return result;
}

/// Returns x, h0 and the weights of a whole sequence.
inline Case sample_sequence(backprop::Rng& rng, const Probe& probe, std::size_t gates) {
  Case result;
  result.inputs["x"] = random_normal(rng, {probe.n, probe.t, probe.d}, probe.scale);
  result.inputs["h0"] =
      random_normal(rng, {probe.n, probe.m}, probe.id == "zero-start" ? 0.0 : std::min(probe.scale, 1.0));
  add_recurrent_weights(rng, probe, gates, result.inputs);
  open_or_shut(probe, gates, result.inputs);
  return result;
}

inline Probing step_probing(std::size_t gates, std::vector<KnownAnswer> known_answers) {
  std::vector<Probe> probes = standard_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .cases = 1}});
  if (gates > 1) probes.push_back(wide_open_or_shut());
  return {
      .probes = std::move(probes),
      .sample = [gates](backprop::Rng& rng, const Probe& probe) { return sample_step(rng, probe, gates); },
      .known_answers = std::move(known_answers)};
}

inline Probing sequence_probing(std::size_t gates, std::vector<KnownAnswer> known_answers) {
  std::vector<Probe> probes = recurrent_probes();
  if (gates > 1) probes.push_back(wide_open_or_shut());
  return {.probes = std::move(probes),
          .sample = [gates](backprop::Rng& rng,
                            const Probe& probe) { return sample_sequence(rng, probe, gates); },
          .shape_upstream = upstream_at_steps("h"),
          .known_answers = std::move(known_answers)};
}

inline constexpr const char* kRnnNotebook = "Stanford CS231n, assignment 3, RNN_Captioning.ipynb";
inline constexpr const char* kLstmNotebook = "Stanford CS231n, assignment 3, LSTM_Captioning.ipynb";

}  // namespace grader
