#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {

namespace exploding_clipping_part {

using backprop::Matrix;
using backprop::Vector;

constexpr std::size_t kBatch = 8;
constexpr std::size_t kUnits = 8;
constexpr std::size_t kOutputs = 3;
constexpr std::size_t kSteps = 60;
constexpr std::size_t kUnclippedSteps = 5;
constexpr double kRadius = 1.5;  // of the first W_hh
constexpr double kMaxNorm = 1.0;
constexpr double kLearningRate = 0.2;  // falls to 0 on the way
constexpr double kConverged = 0.1;
constexpr double kTolerance = 1e-12;
// The radii r for which a gradient of norm r^50 is clipped. They reach from what radius 0.5 leaves of a
// gradient after fifty steps to the overflow that an unclipped step leads to.
constexpr double kGrowing[] = {0.5, 0.9, 1.0, 1.1, 1.5, 2.0, 10.0, 1e3, 1e5};

struct Gradients {
  Matrix dw;  // (kUnits, kUnits), for W_hh
  Matrix dv;  // (kUnits, kOutputs), for the output layer
  Vector db;  // (kOutputs)
};

template <class Visit>
void for_each(const Gradients& g, const Visit& visit) {
  for (const double value : g.dw) visit(value);
  for (const double value : g.dv) visit(value);
  for (const double value : g.db) visit(value);
}

std::vector<double> flat(const Gradients& g) {
  std::vector<double> values;
  for_each(g, [&](double value) { values.push_back(value); });
  return values;
}

double global_norm(const std::vector<double>& values) {
  double result = 0.0;
  for (const double value : values) result = std::hypot(result, value);
  return result;
}

// Calls the subject's clip_grad_norm and measures whether it does what it should, with one number per call.
struct Clip {
  Subject& subject;
  Measurements& result;
  std::string series;

  Gradients operator()(const Gradients& g) const {
    LayerCall call(subject, "clip_grad_norm",
                   {{"dw1", from_xtensor(g.dw)}, {"dw2", from_xtensor(g.dv)}, {"db", from_xtensor(g.db)}},
                   {{"max_norm", kMaxNorm}});
    const Gradients clipped{call.matrix("clipped_dw1", kUnits, kUnits),
                            call.matrix("clipped_dw2", kUnits, kOutputs),
                            to_vector(call.output("clipped_db", {kOutputs}))};
    const std::vector<double> before = flat(g);
    const std::vector<double> after = flat(clipped);
    const double norm = global_norm(before);
    double turned = 0.0;  // the largest element of the difference of both directions
    for (std::size_t i = 0; i < before.size(); ++i) {
      const double off = std::abs(after[i] / global_norm(after) - before[i] / norm);
      turned = off <= turned ? turned : off;  // a NaN is kept
    }
    result[series + " norm"].push_back(norm);
    result[series + " said"].push_back(call.number("norm"));
    result[series + " clipped norm"].push_back(global_norm(after));
    result[series + " turned"].push_back(turned);
    result[series + " same"].push_back(
        same_bits(Tensor{{before.size()}, before}, Tensor{{after.size()}, after}));
    return clipped;
  }
};

Gradients random_gradients(backprop::Rng& rng, double norm) {
  Gradients g{rng.normal(kUnits, kUnits), rng.normal(kUnits, kOutputs), backprop::zeros(kOutputs)};
  for (double& value : g.db) value = rng.normal();
  const double factor = norm / global_norm(flat(g));
  return {factor * g.dw, factor * g.dv, factor * g.db};
}

LayerCall affine(Subject& subject, const Matrix& x, const Matrix& w, const Vector& b) {
  return {subject, "affine", {{"x", from_xtensor(x)}, {"w", from_xtensor(w)}, {"b", from_xtensor(b)}}};
}

// The net h_t = h_t-1 w for 50 steps, then y = h v + b, which is to reach the same target from every h_0. The
// recurrence is linear, because tanh would keep its state in bounds and hide the overflow.
struct Net {
  Matrix w;
  Matrix v;
  Vector b = backprop::zeros(kOutputs);

  // Returns the loss, which is half the squared error averaged over the batch, and its gradients.
  std::pair<double, Gradients> pass(Subject& subject, const Matrix& h0, const Matrix& target) const {
    const Vector none = backprop::zeros(kUnits);
    std::vector<LayerCall> steps;
    Matrix h = h0;
    for (std::size_t t = 0; t < kUnrolled; ++t) {
      steps.push_back(affine(subject, h, w, none));
      h = steps.back().matrix("out", kBatch, kUnits);
    }
    LayerCall head = affine(subject, h, v, b);
    const Matrix off = head.matrix("out", kBatch, kOutputs) - target;
    const double batch = kBatch;
    const Matrix d_off = off / batch;
    Tensors d = head.backward({{"out", from_xtensor(d_off)}});
    Gradients result{backprop::zeros(kUnits, kUnits), to_matrix(d.at("w")), to_vector(d.at("b"))};
    for (std::size_t t = kUnrolled; t-- > 0;) {
      d = steps[t].backward({{"out", d.at("x")}});
      result.dw += to_matrix(d.at("w"));
    }
    return {0.5 * backprop::sum(off * off) / batch, result};
  }

  void descend(const Gradients& g, double learning_rate) {
    w -= learning_rate * g.dw;
    v -= learning_rate * g.dv;
    b -= learning_rate * g.db;
  }
};

void check_every_size(const Clip& clip, backprop::Rng& rng) {
  for (const double radius : kGrowing) clip(random_gradients(rng, std::pow(radius, kUnrolled)));
}

void train(Subject& subject, backprop::Rng& rng, Measurements& result, const Tell& tell) {
  const Matrix h0 = rng.normal(kBatch, kUnits);
  const Matrix target = 0.5 * rng.normal(1, kOutputs);
  Net first;
  first.w = backprop::abs(rng.normal(kUnits, kUnits));  // positive, so that the largest eigenvalue is real
  first.w *= kRadius / LayerCall(subject, "spectral_radius", {{"w", from_xtensor(first.w)}}).number("radius");
  first.v = rng.normal(kUnits, kOutputs) / std::sqrt(static_cast<double>(kUnits));

  Net unclipped = first;
  for (std::size_t step = 0; step < kUnclippedSteps; ++step) {
    const auto [loss, gradients] = unclipped.pass(subject, h0, target);
    result["unclipped loss"].push_back(loss);
    unclipped.descend(gradients, kLearningRate);
  }
  Net net = first;
  const Clip clip{subject, result, "training"};
  for (std::size_t step = 0; step < kSteps; ++step) {
    const auto [loss, gradients] = net.pass(subject, h0, target);
    result["clipped loss"].push_back(loss);
    const double left = 1.0 - static_cast<double>(step) / static_cast<double>(kSteps);
    net.descend(clip(gradients), kLearningRate * left);
    tell_step(tell, "training with clip_grad_norm", step + 1, kSteps, fmt::format("loss {:.3g}", loss));
  }
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  backprop::Rng rng(seed);
  Measurements result;
  check_every_size({subject, result, "sizes"}, rng);
  Gradients bad = random_gradients(rng, 1e6);
  bad.dv(2, 1) = std::nan("");
  Clip{subject, result, "nan"}(bad);
  train(subject, rng, result, tell);
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (std::isfinite(m.at("unclipped loss").back())) return "the training does not overflow without clipping";
  if (!(m.at("clipped loss").back() < kConverged)) return "the training does not converge with clipping";
  return std::nullopt;
}

// Returns what is wrong with the clipping of the i-th gradient of a series, or nullopt.
std::optional<std::string> clip_problem(const Measurements& m, const std::string& series, std::size_t i) {
  const double norm = m.at(series + " norm")[i];
  const double said = m.at(series + " said")[i];
  const double clipped = m.at(series + " clipped norm")[i];
  const std::string begin = fmt::format("Your clip_grad_norm, given a gradient of norm {} and max_norm {}, ",
                                        format_number(norm, 4), kMaxNorm);
  if (!(std::abs(said - norm) <= kTolerance * norm)) {
    return begin + fmt::format("says that its norm is {}{}.", format_number(said, 6),
                               norm > 1e150 ? ": the sum of the squares has overflowed" : "");
  }
  // Whether a norm of max_norm itself is above it depends on how the squares were summed. Both answers are
  // right.
  const bool at_limit = std::abs(norm - kMaxNorm) <= kTolerance * kMaxNorm;
  if (norm <= kMaxNorm || at_limit) {
    if (m.at(series + " same")[i] == 1.0) return std::nullopt;
    if (!at_limit)
      return begin + fmt::format("changes it (to norm {}); what is short enough must come back as it was.",
                                 format_number(clipped, 6));
  }
  if (!(std::abs(clipped - kMaxNorm) <= kTolerance * kMaxNorm)) {
    return begin +
           fmt::format("returns one of norm {}; it should be {}.", format_number(clipped, 15), kMaxNorm);
  }
  if (!(m.at(series + " turned")[i] <= kTolerance)) {
    return begin + "turns it: all tensors are to be scaled by one and the same factor.";
  }
  return std::nullopt;
}

std::optional<std::string> nan_problem(const Measurements& m) {
  const double said = m.at("nan said").front();
  if (std::isfinite(said)) {
    return fmt::format(
        "Your clip_grad_norm, given a gradient with a NaN in it, says that its norm is {}: a NaN "
        "must not go unseen.",
        format_number(said, 6));
  }
  if (m.at("nan same").front() == 1.0) return std::nullopt;
  return "Your clip_grad_norm, given a gradient with a NaN in it, changes it; there is no direction to keep, "
         "and it should "
         "come back as it was.";
}

Finding judge_clipping(const Measurements& student) {
  for (const std::string series : {"sizes", "training"}) {
    for (std::size_t i = 0; i < student.at(series + " norm").size(); ++i) {
      if (!std::isfinite(student.at(series + " norm")[i])) break;  // its training has overflowed: see below
      if (const auto problem = clip_problem(student, series, i)) return scenario_fails(*problem);
    }
  }
  if (const auto problem = nan_problem(student)) return scenario_fails(*problem);
  const double loss = student.at("clipped loss").back();
  if (!(loss < kConverged)) {
    return scenario_fails(
        fmt::format("Trained with your clip_grad_norm, the loss is {} after {} steps; it should "
                    "be below {}.",
                    format_number(loss, 4), kSteps, kConverged));
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {
      judge_clipping(student),
      {lines("exploding-clipping", "Training through 50 steps, from spectral radius 1.5", "step", "loss",
             {{"with clip_grad_norm", student.at("clipped loss")}, {"without", student.at("unclipped loss")}},
             /*logarithmic=*/true)}};
}

std::string story(const Measurements& m) {
  const std::vector<double>& unclipped = m.at("unclipped loss");
  return fmt::format(
      "Through 50 steps, from spectral radius {}, the loss is {} at first. Without clipping it is {} after "
      "{} "
      "steps; with your clip_grad_norm it is {} after {}.",
      kRadius, format_number(m.at("clipped loss").front(), 3), format_number(unclipped.back(), 3),
      unclipped.size() - 1, format_number(m.at("clipped loss").back(), 3), kSteps - 1);
}

std::vector<Question> questions() {
  return {{.id = "without-clipping",
           .text = "A recurrence of 50 steps starts at spectral radius 1.5 and is trained without clipping. "
                   "Where is its "
                   "loss after 4 steps?",
           .measure =
               [](const Measurements& m) {
                 const double last = m.at("unclipped loss").back();
                 return !std::isfinite(last) ? 2.0 : last < m.at("unclipped loss").front() ? 0.0 : 1.0;
               },
           .choices = {"smaller than at first", "larger than at first", "no number any more"}}};
}

}  // namespace exploding_clipping_part

ScenarioPart exploding_clipping() {
  return {"clipping",
          {"clip_grad_norm", "spectral_radius", "affine"},
          {"clip_grad_norm"},
          exploding_clipping_part::run,
          exploding_clipping_part::judge,
          exploding_clipping_part::story,
          {},
          exploding_clipping_part::questions()};
}

}  // namespace grader
