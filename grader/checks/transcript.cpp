#include "grader/checks/transcript.hpp"

#include <backprop/rng.hpp>

namespace grader {

Tensors random_upstream(backprop::Rng& rng, const Op& op, const Tensors& outputs) {
  Tensors upstream;
  for (const std::string& name : op.differentiable_outputs()) {
    upstream[name] = random_normal(rng, outputs.at(name).shape);
  }
  return upstream;
}

Tensors combine(double a, const Tensors& x, double c, const Tensors& y) {
  Tensors result = x;
  for (auto& [name, tensor] : result) {
    const Tensor& other = y.at(name);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      tensor.values[i] = a * tensor.values[i] + c * other.values[i];
    }
  }
  return result;
}

namespace {

void ask_outputs(const Op& op, Subject& subject, CaseTranscript& entry) {
  const auto running = subject.start(op, entry.the_case);
  entry.outputs = running->outputs;
  entry.modified = running->modified;
}

void ask_case(const Op& op, Subject& subject, CaseTranscript& entry, const Case& other_case) {
  const auto running = subject.start(op, entry.the_case);
  entry.outputs = running->outputs;
  entry.modified = running->modified;
  if (!op.gradients().empty()) {
    entry.b_u = running->backward(entry.u);
    entry.forward_calls = running->forward_calls;
    entry.b_u_again = running->backward(entry.u);
    entry.b_v = running->backward(entry.v);
    entry.b_combined = running->backward(combine(entry.a, entry.u, entry.c, entry.v));
    entry.b_zero = running->backward(combine(0.0, entry.u, 0.0, entry.v));
    entry.modified = running->modified;
  }
  const auto again = subject.start(op, entry.the_case);
  entry.outputs_again = again->outputs;
  if (!op.gradients().empty()) {
    const auto other = subject.start(op, other_case);
    entry.b_u_interleaved = again->backward(entry.u);
  }
}

}  // namespace

namespace cases {

Transcript plan(const Op& op, std::uint64_t master_seed) {
  Transcript transcript;
  LinkedSubject reference;
  for (const Probe& probe : op.probes) {
    for (std::size_t i = 0; i < probe.cases; ++i) {
      CaseTranscript entry;
      entry.probe = probe.id;
      entry.seed = seed_for(master_seed, op.name + "/" + probe.id + "/" + std::to_string(i));
      backprop::Rng rng(entry.seed);
      entry.the_case = op.sample(rng, probe);
      if (!op.gradients().empty()) {
        const Tensors outputs = reference.start(op, entry.the_case)->outputs;
        for (Tensors* upstream : {&entry.u, &entry.v}) {
          *upstream = random_upstream(rng, op, outputs);
          if (op.shape_upstream) op.shape_upstream(probe, *upstream);
        }
        entry.a = rng.normal();
        entry.c = rng.normal();
      }
      transcript.push_back(std::move(entry));
    }
  }
  return transcript;
}

void ask(const Op& op, Subject& subject, Transcript& transcript, Questions questions) {
  for (std::size_t i = 0; i < transcript.size(); ++i) {
    CaseTranscript& entry = transcript[i];
    try {
      if (questions == Questions::outputs_only) {
        ask_outputs(op, subject, entry);
        continue;
      }
      // The other instance runs the last case of the list, or the first one when this is the last. Its sizes
      // differ.
      const Case& other =
          i + 1 == transcript.size() ? transcript.front().the_case : transcript.back().the_case;
      ask_case(op, subject, entry, other);
    } catch (const Failure& failure) {
      entry.failure = failure;
      return;
    }
  }
}

}  // namespace cases

}  // namespace grader
