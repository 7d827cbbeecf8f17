#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/catch_ball.hpp"
#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace dqn_clipping_catch_part {

using backprop::Matrix;

constexpr std::size_t kBatch = 125;  // a third of all transitions
constexpr std::size_t kSteps = 100;
constexpr std::size_t kCopyEvery = 3;  // steps between two copies of the table for the targets
constexpr double kGamma = 0.7;
constexpr double kClip = 1.0;
constexpr double kLearningRate = 0.3 * kBatch;  // each transition moves its value by 0.3 of its clipped error
// The first value is larger than any return. It makes every TD error large at first: 0.7 * 4 - 4 = -1.2
// before the last step, and 1 - 4 = -3 or -1 - 4 = -5 at the last step.
constexpr double kFirstValue = 4.0;
constexpr double kCaughtByALearner = 0.9;

struct Batch {
  Tensor s = Tensor::filled({kBatch}, 0.0);
  Tensor a = s;
  Tensor reward = s;
  Tensor s_next = s;
  Tensor done = s;
};

Batch make_batch(const CatchTransition* first) {
  Batch batch;
  for (std::size_t n = 0; n < kBatch; ++n) {
    batch.s.values[n] = static_cast<double>(first[n].s);
    batch.a.values[n] = static_cast<double>(first[n].a);
    batch.reward.values[n] = first[n].reward;
    batch.s_next.values[n] = static_cast<double>(first[n].s_next);
    batch.done.values[n] = first[n].done ? 1.0 : 0.0;
  }
  return batch;
}

// Returns all transitions in random order, again and again, cut into batches.
std::vector<Batch> make_batches(backprop::Rng& rng) {
  std::vector<CatchTransition> memory = catch_transitions(rng);
  std::vector<Batch> batches;
  while (batches.size() < kSteps) {
    for (std::size_t i = memory.size(); i-- > 1;) std::swap(memory[i], memory[rng.index(i + 1)]);
    for (std::size_t i = 0; i + kBatch <= memory.size(); i += kBatch)
      batches.push_back(make_batch(&memory[i]));
  }
  batches.resize(kSteps);
  return batches;
}

Tensor look_up(const Matrix& table, const Tensor& rows) {
  Tensor result = Tensor::filled({rows.values.size(), kCatchActions}, 0.0);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    result.values[i] = table(static_cast<std::size_t>(rows.values[i / kCatchActions]), i % kCatchActions);
  }
  return result;
}

// An agent and its table of Q values, which is a linear net on one-hot states.
struct Agent {
  std::string name;
  std::string loss;
  Attributes attributes;
  Matrix table = Matrix({kCatchStates, kCatchActions}, kFirstValue);
  Matrix target_table = table;

  void learn(Subject& subject, const Batch& batch, Measurements& result) {
    LayerCall targets(
        subject, "td_target",
        {{"reward", batch.reward}, {"q_next", look_up(target_table, batch.s_next)}, {"done", batch.done}},
        {{"gamma", kGamma}});
    LayerCall rows(subject, "gather_rows", {{"table", from_xtensor(table)}, {"r", batch.s}});
    LayerCall actions(subject, "gather",
                      {{"q", rows.output("out", {kBatch, kCatchActions})}, {"a", batch.a}});
    const Tensor target = targets.output("target", {kBatch});
    const Tensor q = actions.output("out", {kBatch});
    LayerCall head(subject, loss, {{"q", q}, {"target", target}}, attributes);

    const Tensor dq = head.backward({{"loss", Tensor::scalar(1.0)}}).at("q");
    const Tensor d_rows = actions.backward({{"out", dq}}).at("q");
    const Tensor d_table = rows.backward({{"out", d_rows}}).at("table");
    double moved = 0.0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double before = table.flat(i);
      table.flat(i) -= kLearningRate * d_table.values[i];
      if (table.flat(i) != before) ++moved;
    }
    double smallest = HUGE_VAL;
    double beyond = 0.0;
    for (std::size_t n = 0; n < kBatch; ++n) {
      const double error = std::abs(target.values[n] - q.values[n]);
      smallest = std::min(smallest, error);
      if (error > kClip) ++beyond;
    }
    result[name + " loss"].push_back(head.number("loss"));
    result[name + " moved"].push_back(moved);
    result[name + " smallest error"].push_back(smallest);
    result[name + " beyond the clip"].push_back(beyond / static_cast<double>(kBatch));
    result[name + " caught"].push_back(caught_fraction(table));
  }
};

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  backprop::Rng rng(seed);
  const std::vector<Batch> batches = make_batches(rng);
  Agent agents[] = {{.name = "clipped",
                     .loss = "clipped_delta_loss",
                     .attributes = {{"min_delta", -kClip}, {"max_delta", kClip}}},
                    {.name = "huber", .loss = "huber_loss", .attributes = {{"delta", kClip}}}};
  Measurements result;
  for (Agent& agent : agents) {
    for (std::size_t step = 0; step < kSteps; ++step) {
      if (step % kCopyEvery == 0) agent.target_table = agent.table;
      agent.learn(subject, batches[step], result);
      tell_step(tell, "catching with " + agent.loss, step + 1, kSteps,
                fmt::format("{:.0f} % caught", 100.0 * result[agent.name + " caught"].back()));
    }
  }
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (m.at("huber smallest error").front() <= kClip) return "some first TD errors are within the clip";
  const std::vector<double>& moved = m.at("clipped moved");
  if (std::any_of(moved.begin(), moved.end(), [](double n) { return n != 0.0; }))
    return "the clipped agent learns";
  if (m.at("huber caught").back() <= kCaughtByALearner) return "the agent with the Huber loss does not learn";
  return std::nullopt;
}

Finding judge_agents(const Measurements& student, const Measurements& reference) {
  const double smallest = student.at("clipped smallest error").front();
  if (!(smallest > kClip)) {
    return scenario_fails(
        fmt::format("The first TD errors should all be larger than {}; with your td_target and gather the "
                    "smallest is {}.",
                    kClip, format_number(smallest, 6)));
  }
  const std::vector<double>& moved = student.at("clipped moved");
  const auto first = std::find_if(moved.begin(), moved.end(), [](double n) { return !(n == 0.0); });
  if (first != moved.end()) {
    return scenario_fails(
        fmt::format("With clipped_delta_loss not one value may change, since every TD error is beyond the "
                    "clip and the gradient of a "
                    "clipped value is 0; with yours, {:.0f} of {} change at step {}.",
                    *first, kCatchStates * kCatchActions, first - moved.begin()));
  }
  const double caught = student.at("huber caught").back();
  if (!(caught > kCaughtByALearner)) {
    return scenario_fails(
        fmt::format("After {} steps with your huber_loss the agent catches {:.0f} % of the balls; it should "
                    "be more than {:.0f} %.",
                    kSteps, 100.0 * caught, 100.0 * kCaughtByALearner));
  }
  for (const std::string name : {"clipped", "huber"}) {
    const auto departure = first_departure(student.at(name + " loss"), reference.at(name + " loss"));
    if (!departure) continue;
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(
        fmt::format("Learning to catch, the loss with your {} is {} at step {}, expected {}.",
                    name == "huber" ? "huber_loss" : "clipped_delta_loss", yours, departure->step, expected));
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<Figure> figures = {
      lines("dqn-clipping-catch", "Balls caught, by loss", "step", "fraction of balls caught",
            {{"huber_loss", student.at("huber caught")},
             {"clipped_delta_loss", student.at("clipped caught")},
             {"reference, huber_loss", reference.at("huber caught")}}),
      lines("dqn-clipping-beyond", "TD errors beyond the clip, by loss", "step", "fraction of the batch",
            {{"huber_loss", student.at("huber beyond the clip")},
             {"clipped_delta_loss", student.at("clipped beyond the clip")}})};
  return {judge_agents(student, reference), std::move(figures)};
}

std::string story(const Measurements& m) {
  const auto caught = [&](const std::string& name) {
    return fmt::format("{:.0f} of {}", m.at(name + " caught").back() * static_cast<double>(kCatchBalls),
                       kCatchBalls);
  };
  const std::vector<double>& moved = m.at("clipped moved");
  const double most = *std::max_element(moved.begin(), moved.end());
  return fmt::format(
      "With huber_loss the agent catches {} balls after {} steps. With clipped_delta_loss it catches {}: {} "
      "of its {} values moved in any step.",
      caught("huber"), kSteps, caught("clipped"),
      most == 0.0 ? std::string("not one") : fmt::format("up to {:.0f}", most), kCatchStates * kCatchActions);
}

std::vector<Question> questions() {
  return {
      {.id = "caught-with-a-clip",
       .text =
           "Two agents play 25 games of Catch after 100 steps. One clips the slope of its loss, with a Huber "
           "loss, and catches all balls. How many does the one catch that clips the error?",
       .measure =
           [](const Measurements& m) {
             return m.at("clipped caught").back() * static_cast<double>(kCatchBalls);
           },
       .within = 2.0}};
}

}  // namespace dqn_clipping_catch_part

ScenarioPart dqn_clipping_catch() {
  return {"catch",
          {"gather", "gather_rows", "td_target", "clipped_delta_loss", "huber_loss"},
          {"gather", "gather_rows", "td_target", "clipped_delta_loss", "huber_loss"},
          dqn_clipping_catch_part::run,
          dqn_clipping_catch_part::judge,
          dqn_clipping_catch_part::story,
          {},
          dqn_clipping_catch_part::questions()};
}

}  // namespace grader
