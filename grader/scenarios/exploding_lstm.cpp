#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {

namespace exploding_lstm_part {

using backprop::Matrix;

constexpr std::size_t kBatch = 4;
constexpr std::size_t kFeatures = 3;
constexpr std::size_t kUnits = 6;
constexpr double kFactor = 2.0;  // the norm may change by this factor over 50 steps
constexpr double kLogTolerance = 1e-9;

// An LSTM with this bias of its forget gate. The input gate is nearly closed, so the cell keeps what it has.
struct Kind {
  const char* name;
  double forget_bias;
};
constexpr Kind kOpen = {"open", 6.0};  // f = 0.9975
constexpr Kind kHalf = {"half", 0.0};  // f = 0.5
constexpr double kInputBias = -3.0;

struct Weights {
  Matrix wx;
  Matrix wh;
  Tensor b;
};

Weights make_weights(backprop::Rng& rng, double forget_bias) {
  Weights weights{0.3 * rng.normal(kFeatures, 4 * kUnits), 0.1 * rng.normal(kUnits, 4 * kUnits),
                  Tensor::filled({4 * kUnits}, 0.0)};
  for (std::size_t i = 0; i < kUnits; ++i) {  // in the order i, f, o, g
    weights.b.values[i] = kInputBias;
    weights.b.values[kUnits + i] = forget_bias;
  }
  return weights;
}

std::vector<double> values_of(const std::vector<Tensor>& tensors) {
  std::vector<double> values;
  for (const Tensor& tensor : tensors)
    values.insert(values.end(), tensor.values.begin(), tensor.values.end());
  return values;
}

// The backward pass through lstm_step, one call per step: the norm of the cell state's gradient by steps
// back, and the gradient of each x, from the last x.
struct Steps {
  std::vector<double> cell;
  std::vector<Tensor> dx;
};
Steps step_by_step(Subject& subject, const Weights& weights, const backprop::Tensor3& x,
                   const Tensor& upstream) {
  const Shape state = {kBatch, kUnits};
  std::vector<LayerCall> calls;
  Tensor h = Tensor::filled(state, 0.0);
  Tensor c = h;
  for (std::size_t t = 0; t < kUnrolled; ++t) {
    calls.emplace_back(subject, "lstm_step",
                       Tensors{{"x", from_xtensor(backprop::at_time(x, t))},
                               {"prev_h", h},
                               {"prev_c", c},
                               {"wx", from_xtensor(weights.wx)},
                               {"wh", from_xtensor(weights.wh)},
                               {"b", weights.b}});
    h = calls.back().output("next_h", state);
    c = calls.back().output("next_c", state);
  }
  Steps result;
  Tensor dh = upstream;
  Tensor dc = Tensor::filled(state, 0.0);
  for (std::size_t t = kUnrolled; t-- > 0;) {
    const Tensors gradients = calls[t].backward({{"next_h", dh}, {"next_c", dc}});
    dh = gradients.at("prev_h");
    dc = gradients.at("prev_c");
    result.cell.push_back(norm(dc));
    result.dx.push_back(gradients.at("x"));
  }
  return result;
}

// The same backward pass through lstm, in one call.
std::vector<Tensor> in_one_call(Subject& subject, const Weights& weights, const backprop::Tensor3& x,
                                const Tensor& upstream) {
  LayerCall call(subject, "lstm",
                 {{"x", from_xtensor(x)},
                  {"h0", Tensor::filled({kBatch, kUnits}, 0.0)},
                  {"wx", from_xtensor(weights.wx)},
                  {"wh", from_xtensor(weights.wh)},
                  {"b", weights.b}});
  const Shape sequence = {kBatch, kUnrolled, kUnits};
  call.output("h", sequence);
  backprop::Tensor3 dh = to_tensor3(Tensor::filled(sequence, 0.0));
  backprop::set_time(dh, kUnrolled - 1, to_matrix(upstream));
  const backprop::Tensor3 dx = to_tensor3(call.backward({{"h", from_xtensor(dh)}}).at("x"));
  std::vector<Tensor> result;
  for (std::size_t t = kUnrolled; t-- > 0;) result.push_back(from_xtensor(backprop::at_time(dx, t)));
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  Measurements result;
  for (const Kind& kind : {kOpen, kHalf}) {
    backprop::Rng rng(seed);  // the same weights for both but for the bias
    const Weights weights = make_weights(rng, kind.forget_bias);
    const backprop::Tensor3 x = to_tensor3(random_normal(rng, {kBatch, kUnrolled, kFeatures}));
    const Tensor upstream = random_normal(rng, {kBatch, kUnits});
    const Steps steps = step_by_step(subject, weights, x, upstream);
    const std::string name = kind.name;
    result[name + " cell"] = steps.cell;
    result[name + " dx by steps"] = values_of(steps.dx);
    result[name + " dx at once"] = values_of(in_one_call(subject, weights, x, upstream));
  }
  return result;
}

double change(const std::vector<double>& cell) { return cell.back() / cell.front(); }

bool keeps(const std::vector<double>& cell) {
  for (const double norm : cell) {
    if (!(norm <= kFactor * cell.front() && norm >= cell.front() / kFactor)) return false;
  }
  return true;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!keeps(m.at("open cell"))) return "an open forget gate does not keep the gradient";
  if (!(change(m.at("half cell")) < 1e-6)) return "a half open forget gate keeps the gradient";
  return std::nullopt;
}

Finding judge_lstm(const Measurements& student, const Measurements& reference) {
  const std::vector<double>& cell = student.at("open cell");
  if (!keeps(cell)) {
    const auto cut = cut_short(cell);
    return scenario_fails(
        cut ? fmt::format(
                  "With an open forget gate, the gradient of the cell state through your lstm_step {}.", *cut)
            : fmt::format(
                  "With an open forget gate (f = 0.9975) the norm of the gradient of the cell state should "
                  "stay within a factor of 2 over 50 steps; through your lstm_step it is multiplied by {}.",
                  format_number(change(cell), 4)));
  }
  for (const Kind& kind : {kOpen, kHalf}) {
    const std::string name = kind.name;
    const auto k = first_unlike(student.at(name + " cell"), reference.at(name + " cell"), kLogTolerance);
    if (!k) continue;
    const auto [yours, expected] =
        format_apart(student.at(name + " cell")[*k], reference.at(name + " cell")[*k]);
    return scenario_fails(
        fmt::format("With the bias of the forget gate at {}, the norm of the gradient of the cell "
                    "state is {} after {} steps back through your lstm_step, expected {}.",
                    kind.forget_bias, yours, *k + 1, expected));
  }
  for (const Kind& kind : {kOpen, kHalf}) {
    const std::string name = kind.name;
    const auto departure =
        first_departure(student.at(name + " dx at once"), student.at(name + " dx by steps"), kLogTolerance);
    if (!departure) continue;
    return scenario_fails(
        fmt::format("With the bias of the forget gate at {}, lstm_backward gives another dx than "
                    "your own lstm_step_backward, called step by step, from {} steps back on: look "
                    "at what goes from step to step, the gradient of c.",
                    kind.forget_bias, departure->step / (kBatch * kFeatures)));
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {judge_lstm(student, reference),
          {lines("exploding-lstm", "Gradient norm of the cell state of an LSTM", "steps back",
                 "norm of the gradient",
                 {{"forget gate open, f = 0.9975", student.at("open cell")},
                  {"forget gate half open, f = 0.5", student.at("half cell")}},
                 /*logarithmic=*/true)}};
}

std::string story(const Measurements& m) {
  return fmt::format(
      "Over {} steps back, the gradient of the cell state is multiplied by {} with an open forget gate (f = "
      "0.9975), and by {} with a half open one (f = 0.5).",
      m.at("open cell").size(), format_number(change(m.at("open cell")), 2),
      format_number(change(m.at("half cell")), 2));
}

std::vector<Question> questions() {
  return {{.id = "forget-gate-of-a-half",
           .text = "The forget gates of an LSTM are half open. What share of the gradient of its cell state "
                   "is left 50 "
                   "steps back, as a number such as 0.1?",
           .measure = [](const Measurements& m) { return change(m.at("half cell")); },
           .factor = 100.0}};
}

}  // namespace exploding_lstm_part

ScenarioPart exploding_lstm() {
  return {"lstm",
          {"lstm_step", "lstm"},
          {"lstm_step", "lstm"},
          exploding_lstm_part::run,
          exploding_lstm_part::judge,
          exploding_lstm_part::story,
          {},
          exploding_lstm_part::questions()};
}

}  // namespace grader
