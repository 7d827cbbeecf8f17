#include "grader/checks/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <backprop/rng.hpp>
#include <cmath>

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

bool same_bits(const Tensors& a, const Tensors& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && grader::same_bits(x.second, y.second);
  });
}

namespace {

// Returns whether b_combined is a b_u + c b_v, up to much less than any tolerance. The answers may have any
// names and shapes.
bool combines(const CaseTranscript& entry) {
  constexpr double kRounding = 1e-12;
  for (const auto& [name, combined] : entry.b_combined) {
    const auto u = entry.b_u.find(name);
    const auto v = entry.b_v.find(name);
    if (u == entry.b_u.end() || v == entry.b_v.end()) continue;
    const std::vector<double>& b_u = u->second.values;
    const std::vector<double>& b_v = v->second.values;
    if (b_u.size() != combined.values.size() || b_v.size() != combined.values.size()) continue;
    const double terms =
        std::abs(entry.a) * largest_magnitude(u->second) + std::abs(entry.c) * largest_magnitude(v->second);
    for (std::size_t i = 0; i < b_u.size(); ++i) {
      const double sum = entry.a * b_u[i] + entry.c * b_v[i];
      if (!(std::abs(combined.values[i] - sum) <= kRounding * terms)) return false;
    }
  }
  return true;
}

// Backward for the same upstream gradient has been answered before, after a forward pass for the same input.
Tensors backward_after_another_pass(const Op& op, Running& running, const Tensors& upstream) {
  try {
    return running.backward(upstream);
  } catch (const Failure& failure) {
    if (failure.status != Status::crash) throw;
    throw Failure(
        failure.status,
        fmt::format("{}. The same call was answered before: it fails when another forward pass has "
                    "run in between. Does {} use a static or global variable in place of the cache?",
                    failure.what(), op.functions.back()));
  }
}

constexpr int kRepeats = 3;

void ask_outputs(const Op& op, Subject& subject, CaseTranscript& entry) {
  const auto running = subject.start(op, entry.the_case);
  entry.outputs = running->outputs;
  entry.modified = running->modified;
}

// Returns the case whose forward pass runs between the passes of case `i`: its twin, or the last case of the
// list, or the first one when `i` is the last. Sizes of those differ.
CaseTranscript& other_than(std::size_t i, Transcript& transcript) {
  if (transcript[i].is_twin && i > 0) return transcript[i - 1];
  if (i + 1 == transcript.size()) return transcript.front();
  return transcript[i + 1].is_twin ? transcript[i + 1] : transcript.back();
}

// Runs the forward pass of another case. When it fails, the failure is that case's, and not the one's that is
// asked.
std::unique_ptr<Running> pass_in_between(const Op& op, Subject& subject, CaseTranscript& other) {
  try {
    return subject.start(op, other.the_case);
  } catch (const Failure& failure) {
    other.failure = failure;
    return nullptr;
  }
}

// Returns whether the questions can go on.
bool ask_case(const Op& op, Subject& subject, CaseTranscript& entry, CaseTranscript& other_case) {
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
    if (!combines(entry)) {
      entry.b_doubled = running->backward(combine(2.0, entry.u, 0.0, entry.v));
      entry.b_opposite = running->backward(combine(-1.0, entry.u, 0.0, entry.v));
      entry.b_sum = running->backward(combine(1.0, entry.u, 1.0, entry.v));
    }
    entry.modified = running->modified;
  }
  const auto again = subject.start(op, entry.the_case);
  entry.outputs_again = again->outputs;
  if (!op.gradients().empty()) {
    const auto other = pass_in_between(op, subject, other_case);
    if (!other) return false;
    entry.b_u_interleaved = backward_after_another_pass(op, *again, entry.u);
    const bool changes =
        !same_bits(entry.b_u, entry.b_u_again) || !same_bits(entry.b_u, entry.b_u_interleaved);
    // What counts its calls may give the first answer once by chance.
    for (int i = 0; changes && i < kRepeats; ++i) {
      entry.b_u_repeated = subject.start(op, entry.the_case)->backward(entry.u);
      if (!same_bits(entry.b_u, entry.b_u_repeated)) break;
    }
  }
  return true;
}

}  // namespace

namespace cases {

namespace {

// Fills in the upstream gradients of a case. Takes them from `rng`.
CaseTranscript with_upstream(const Op& op, const Probe& probe, std::uint64_t seed, Case the_case,
                             backprop::Rng& rng) {
  CaseTranscript entry;
  entry.probe = probe.id;
  entry.seed = seed;
  entry.the_case = std::move(the_case);
  if (op.gradients().empty()) return entry;
  entry.right = remembered_answers();
  LinkedSubject reference;
  const Tensors outputs = reference.start(op, entry.the_case)->outputs;
  for (Tensors* upstream : {&entry.u, &entry.v}) {
    *upstream = random_upstream(rng, op, outputs);
    if (op.shape_upstream) op.shape_upstream(probe, *upstream);
  }
  entry.a = rng.normal();
  entry.c = rng.normal();
  return entry;
}

}  // namespace

CaseTranscript question(const Op& op, const Probe& probe, std::uint64_t seed) {
  backprop::Rng rng(seed);
  Case the_case = op.sample(rng, probe);
  return with_upstream(op, probe, seed, std::move(the_case), rng);
}

CaseTranscript question(const Op& op, const Probe& probe, std::uint64_t seed, Case the_case) {
  backprop::Rng rng(seed);
  return with_upstream(op, probe, seed, std::move(the_case), rng);
}

Transcript plan(const Op& op, std::uint64_t master_seed) {
  Transcript transcript;
  for (Probe probe : op.probes) {
    for (std::size_t i = 0; i < probe.cases; ++i) {
      probe.index = i;
      const std::uint64_t seed = seed_for(master_seed, op.name + "/" + probe.id + "/" + std::to_string(i));
      transcript.push_back(question(op, probe, seed));
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
      if (!ask_case(op, subject, entry, other_than(i, transcript))) return;
    } catch (const Failure& failure) {
      entry.failure = failure;
      return;
    }
  }
}

}  // namespace cases

}  // namespace grader
