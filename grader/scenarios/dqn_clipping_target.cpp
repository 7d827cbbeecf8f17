#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace dqn_clipping_target_part {

// Transitions lead from the first half of the states to the second. The row of a gradient then shows which
// path it took.
constexpr std::size_t kStates = 8;
constexpr std::size_t kActions = 3;
constexpr std::size_t kBatch = 12;
constexpr double kGamma = 0.9;
constexpr double kDelta = 1.0;

Tensor rows_of(const Tensor& table, const Tensor& rows) {
  Tensor result = Tensor::filled({rows.values.size(), kActions}, 0.0);
  for (std::size_t n = 0; n < rows.values.size(); ++n) {
    const auto row =
        table.values.begin() + static_cast<std::ptrdiff_t>(rows.values[n]) * std::ptrdiff_t{kActions};
    std::copy_n(row, kActions, result.values.begin() + static_cast<std::ptrdiff_t>(n * kActions));
  }
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  const Tensor table = random_normal(rng, {kStates, kActions}, 2.0);
  const Tensor s = random_labels(rng, kBatch, kStates / 2);
  Tensor s_next = random_labels(rng, kBatch, kStates / 2);
  for (double& state : s_next.values) state += kStates / 2;
  const Tensor a = random_labels(rng, kBatch, kActions);
  const Tensor reward = random_normal(rng, {kBatch});
  Tensor done = Tensor::filled({kBatch}, 0.0);
  for (std::size_t n = 0; n < kBatch; n += 2) done.values[n] = 1.0;
  const Tensor q_next = rows_of(table, s_next);

  // The chain by the subject's dqn_loss...
  LayerCall chain(subject, "dqn_loss",
                  {{"table", table},
                   {"target_table", table},
                   {"s", s},
                   {"a", a},
                   {"reward", reward},
                   {"s_next", s_next},
                   {"done", done}},
                  {{"gamma", kGamma}, {"delta", kDelta}});
  const Tensor upstream = Tensor::scalar(1.0);
  const Tensor d_table = chain.backward({{"loss", upstream}}).at("table");

  // ... and by the subject's single layers.
  LayerCall targets(subject, "td_target", {{"reward", reward}, {"q_next", q_next}, {"done", done}},
                    {{"gamma", kGamma}});
  const Tensor target = targets.output("target", {kBatch});
  LayerCall rows(subject, "gather_rows", {{"table", table}, {"r", s}});
  LayerCall actions(subject, "gather", {{"q", rows.output("out", {kBatch, kActions})}, {"a", a}});
  LayerCall huber(subject, "huber_loss", {{"q", actions.output("out", {kBatch})}, {"target", target}},
                  {{"delta", kDelta}});
  const Tensor dq = huber.backward({{"loss", upstream}}).at("q");
  const Tensor d_rows = actions.backward({{"out", dq}}).at("q");

  Measurements result;
  result["done"] = done.values;
  result["reward"] = reward.values;
  result["target"] = target.values;
  result["dtable"] = d_table.values;
  result["dtable, layer by layer"] = rows.backward({{"out", d_rows}}).at("table").values;
  for (std::size_t n = 0; n < kBatch; ++n) {
    const auto row = q_next.values.begin() + static_cast<std::ptrdiff_t>(n * kActions);
    result["what follows"].push_back(kGamma * *std::max_element(row, row + kActions));
  }
  return result;
}

// Returns whether the targets are the rewards plus what follows, in every transition whose `done` is accepted
// by `counts`.
bool targets_follow(const Measurements& m, bool (*counts)(double done)) {
  std::vector<double> expected = m.at("reward");
  for (std::size_t n = 0; n < expected.size(); ++n) {
    if (counts(m.at("done")[n])) expected[n] += m.at("what follows")[n];
  }
  return !first_departure(m.at("target"), expected);
}

std::optional<std::string> target_problem(const Measurements& student, const Measurements& reference) {
  const auto departure = first_departure(student.at("target"), reference.at("target"));
  if (!departure) return std::nullopt;
  if (targets_follow(student, [](double) { return true; })) {
    return "td_target ignores done: after the last step of an episode there is nothing to expect, and the "
           "target is the "
           "reward alone.";
  }
  if (targets_follow(student, [](double done) { return done == 1.0; })) {
    return "td_target takes done the wrong way round: it expects something after the last step, and nothing "
           "before it.";
  }
  return fmt::format("td_target gives {} for transition {}, expected {}.",
                     format_number(departure->student, 6), departure->step,
                     format_number(departure->reference, 6));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = target_problem(student, reference)) return {scenario_fails(*problem), {}};
  const std::vector<double>& d_table = student.at("dtable");
  for (std::size_t i = d_table.size() / 2; i < d_table.size(); ++i) {
    if (d_table[i] == 0.0) continue;
    return {scenario_fails(fmt::format("dqn_loss leaks into the target: dtable is {} for state {}, which was "
                                       "only looked up to make a target, "
                                       "and a target is data.",
                                       format_number(d_table[i], 6), i / kActions)),
            {}};
  }
  if (const auto departure = first_departure(d_table, student.at("dtable, layer by layer"))) {
    return {scenario_fails(fmt::format("dqn_loss gives {} for state {}, action {} of dtable; your own "
                                       "layers, called one by one, give {}.",
                                       format_number(departure->student, 6), departure->step / kActions,
                                       departure->step % kActions, format_number(departure->reference, 6))),
            {}};
  }
  return {Finding::pass(), {}};
}

std::string story(const Measurements& m) {
  std::size_t ended = 0;
  std::size_t reward_alone = 0;
  for (std::size_t n = 0; n < kBatch; ++n) {
    if (m.at("done")[n] != 1.0) continue;
    ++ended;
    if (m.at("target")[n] == m.at("reward")[n]) ++reward_alone;
  }
  const std::vector<double>& d_table = m.at("dtable");
  const auto moved = std::count_if(d_table.begin() + static_cast<std::ptrdiff_t>(d_table.size() / 2),
                                   d_table.end(), [](double d) { return d != 0.0; });
  return fmt::format(
      "{} of {} transitions end an episode; in {} of them your target is the reward alone. Of the {} values "
      "that only make targets, {} have a gradient.",
      ended, kBatch, reward_alone, d_table.size() / 2, moved == 0 ? "none" : std::to_string(moved));
}

}  // namespace dqn_clipping_target_part

ScenarioPart dqn_clipping_target() {
  const std::vector<std::string> layers = {"gather", "gather_rows", "td_target", "huber_loss", "dqn_loss"};
  return {"target",
          layers,
          layers,
          dqn_clipping_target_part::run,
          dqn_clipping_target_part::judge,
          dqn_clipping_target_part::story};
}

}  // namespace grader
