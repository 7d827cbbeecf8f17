#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/dqn_clipping.hpp"
#include "grader/scenarios/error_curve.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace {

constexpr double kDeltas[] = {0.5, 1.0, 2.0};
constexpr double kClips[][2] = {{-1.0, 1.0}, {-0.5, 2.0}};

double sign(double e) { return e > 0.0 ? 1.0 : e < 0.0 ? -1.0 : 0.0; }
bool within(double e, double low, double high) { return low <= e && e <= high; }

// Slopes that are right for one of the losses and a mistake in the other.
double clipped_slope(double e, double low, double high) { return std::clamp(e, low, high); }
double slope_of_clipped(double e, double low, double high) { return within(e, low, high) ? e : 0.0; }
double unlimited(double e, double, double) { return e; }

const std::vector<CurveKind>& wrong_huber_losses() {
  static const std::vector<CurveKind> kinds = {
      {"is zero where |error| > delta: that is the clipped error, which learns nothing from its largest "
       "mistakes, "
       "while a Huber loss keeps the slope delta out there",
       slope_of_clipped},
      {"grows with the error without limit: that is the mean squared error, and nothing in it depends on "
       "delta",
       unlimited},
      {"is 1 where |error| > delta, and not delta: the two are the same for delta = 1 only",
       [](double e, double low, double high) { return within(e, low, high) ? e : sign(e); }},
      {"is clipped at 1 whatever delta is",
       [](double e, double, double) { return std::clamp(e, -1.0, 1.0); }},
      {"is clipped at 2 delta, and not at delta",
       [](double e, double low, double high) { return std::clamp(e, 2.0 * low, 2.0 * high); }},
      {"is clipped at delta / 2, and not at delta",
       [](double e, double low, double high) { return std::clamp(e, 0.5 * low, 0.5 * high); }},
      {"is clipped at delta^2, and not at delta",
       [](double e, double, double high) { return std::clamp(e, -high * high, high * high); }},
      {"is a step, delta times the sign of the error: that is the absolute error, without a parabola in its "
       "middle",
       [](double e, double, double high) { return high * sign(e); }},
      {"is a step, the sign of the error: that is the absolute error, and nothing in it depends on delta",
       [](double e, double, double) { return sign(e); }},
      {"has its two branches the wrong way round: flat in the middle, steep outside",
       [](double e, double low, double high) { return within(e, low, high) ? high * sign(e) : e; }},
  };
  return kinds;
}

const std::vector<CurveKind>& wrong_clipped_losses() {
  static const std::vector<CurveKind> kinds = {
      {"does not vanish outside of the clip: it is what the clip was meant to do, while the slope of a "
       "clipped value "
       "is 0",
       [](double e, double low, double high) { return 2.0 * clipped_slope(e, low, high); }},
      {"ignores the clip: it is that of the mean squared error",
       [](double e, double, double) { return 2.0 * e; }},
      {"takes the clip to be as wide below as above: min_delta is not used",
       [](double e, double, double high) { return std::abs(e) <= high ? 2.0 * e : 0.0; }},
      {"takes the clip to be as wide above as below: max_delta is not used",
       [](double e, double low, double) { return std::abs(e) <= -low ? 2.0 * e : 0.0; }},
      {"vanishes inside of the clip, and passes outside: the mask is the wrong way round",
       [](double e, double low, double high) { return within(e, low, high) ? 0.0 : 2.0 * e; }},
  };
  return kinds;
}

// Returns errors from -5 to 5 in steps of 1/16. Doubles hold q and target exactly.
std::vector<double> sweep() {
  std::vector<double> errors;
  for (int i = -80; i <= 80; ++i) errors.push_back(i / 16.0);
  return errors;
}

std::vector<double> slopes(Subject& subject, const std::string& op, const Attributes& attributes,
                           backprop::Rng& rng) {
  const std::vector<double> errors = sweep();
  const auto batch = static_cast<double>(errors.size());
  Tensor q = Tensor::filled({errors.size()}, 0.0);
  for (double& value : q.values) value = static_cast<double>(rng.index(64)) / 8.0 - 4.0;
  Tensor target = q;
  for (std::size_t n = 0; n < errors.size(); ++n) target.values[n] += errors[n];
  LayerCall loss(subject, op, {{"q", q}, {"target", target}}, attributes);
  std::vector<double> result = loss.backward({{"loss", Tensor::scalar(1.0)}}).at("q").values;
  for (double& slope : result) slope *= -batch;  // the error is target - q
  return result;
}

Figure curves_figure(const std::string& id, const std::string& title,
                     const std::vector<std::pair<std::string, std::vector<double>>>& series) {
  return curves(id, title, "TD error", "slope of the loss", sweep(), series);
}

std::string delta_name(double delta) { return fmt::format("delta = {}", delta); }

Measurements run_huber(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  Measurements result;
  for (const double delta : kDeltas) {
    result[delta_name(delta)] = slopes(subject, "huber_loss", {{"delta", delta}}, rng);
  }
  return result;
}

PartVerdict judge_huber(const Measurements& student, const Measurements& reference) {
  std::vector<ErrorCurve> measured;
  std::vector<std::pair<std::string, std::vector<double>>> series;
  for (const double delta : kDeltas) {
    measured.push_back({-delta, delta, sweep(), student.at(delta_name(delta))});
    series.emplace_back("yours, " + delta_name(delta), student.at(delta_name(delta)));
  }
  PartVerdict verdict{Finding::pass(), {}};
  if (const auto problem =
          what_is_wrong(measured, {"", clipped_slope}, true, wrong_huber_losses(), "huber_loss")) {
    verdict.finding = scenario_fails(*problem);
    for (const double delta : kDeltas) {
      series.emplace_back("expected, " + delta_name(delta), reference.at(delta_name(delta)));
    }
  }
  verdict.figures.push_back(
      curves_figure("dqn-clipping-huber", "Slope of your Huber loss, by TD error", series));
  return verdict;
}

std::string clip_name(const double (&clip)[2]) { return fmt::format("clip to [{}, {}]", clip[0], clip[1]); }

Measurements run_clipped(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  Measurements result;
  for (const auto& clip : kClips) {
    const Attributes attributes = {{"min_delta", clip[0]}, {"max_delta", clip[1]}};
    result[clip_name(clip)] = slopes(subject, "clipped_delta_loss", attributes, rng);
  }
  return result;
}

PartVerdict judge_clipped(const Measurements& student, const Measurements& reference) {
  std::vector<ErrorCurve> measured;
  std::vector<std::pair<std::string, std::vector<double>>> series;
  for (const auto& clip : kClips) {
    measured.push_back({clip[0], clip[1], sweep(), student.at(clip_name(clip))});
    series.emplace_back("yours, " + clip_name(clip), student.at(clip_name(clip)));
  }
  const CurveKind right = {
      "", [](double e, double low, double high) { return 2.0 * slope_of_clipped(e, low, high); }};
  PartVerdict verdict{Finding::pass(), {}};
  if (const auto problem =
          what_is_wrong(measured, right, false, wrong_clipped_losses(), "clipped_delta_loss")) {
    verdict.finding = scenario_fails(*problem);
    for (const auto& clip : kClips) {
      series.emplace_back("expected, " + clip_name(clip), reference.at(clip_name(clip)));
    }
  }
  verdict.figures.push_back(curves_figure("dqn-clipping-clipped",
                                          "Slope of the square of your clipped error, by TD error", series));
  return verdict;
}

// Says what one TD error, small or large, pulls with.
std::string slopes_of(const std::vector<double>& curve) {
  const std::vector<double> errors = sweep();
  const auto at = [&](double error) {
    const auto i = std::find(errors.begin(), errors.end(), error) - errors.begin();
    return format_number(curve[static_cast<std::size_t>(i)], 4);
  };
  return fmt::format("a TD error of 0.25 pulls with {}, one of 4 with {}, and one of -4 with {}", at(0.25),
                     at(4.0), at(-4.0));
}

std::string story_of_huber(const Measurements& m) {
  return fmt::format("With your huber_loss and delta = 1, {}.", slopes_of(m.at(delta_name(1.0))));
}

std::string story_of_clipped(const Measurements& m) {
  return fmt::format("With your clipped_delta_loss and a clip to [-1, 1], {}.",
                     slopes_of(m.at(clip_name(kClips[0]))));
}

}  // namespace

ScenarioPart dqn_clipping_huber_curve() {
  return {"huber-curve",
          {"huber_loss"},
          {"huber_loss"},
          run_huber,
          judge_huber,
          story_of_huber,
          {},
          {{.id = "huber-at-5",
            .text = "A TD error is 5 and delta is 1. What is the slope of the Huber loss there?",
            .measure = [](const Measurements& m) { return m.at(delta_name(1.0)).back(); },
            .within = 0.05}}};
}

ScenarioPart dqn_clipping_clipped_curve() {
  return {"clipped-curve",
          {"clipped_delta_loss"},
          {"clipped_delta_loss"},
          run_clipped,
          judge_clipped,
          story_of_clipped,
          {},
          {{.id = "clipped-at-5",
            .text = "A TD error is 5, and it is clipped to [-1, 1] before it is squared and halved. What is "
                    "the slope of "
                    "that loss?",
            .measure = [](const Measurements& m) { return m.at(clip_name(kClips[0])).back(); },
            .within = 0.05}}};
}

}  // namespace grader
