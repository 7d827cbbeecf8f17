#include "grader/scenarios/deep_stack.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/figures.hpp"

namespace grader {

namespace {

constexpr std::size_t kStackBatch = 50;
constexpr double kEps = 1e-5;
constexpr double kMomentum = 0.9;

struct Layer {
  Tensor w;
  Tensor b;
  Tensor gamma = {};  // from here on: only with batchnorm
  Tensor beta = {};
  Tensor running_mean = {};
  Tensor running_var = {};
};

struct LayerRun {
  std::optional<LayerCall> affine;
  std::optional<LayerCall> batchnorm;
  std::optional<LayerCall> gate;
};

std::vector<Layer> make_layers(const std::vector<backprop::Matrix>& weights) {
  std::vector<Layer> layers;
  for (const backprop::Matrix& w : weights) {
    const Shape width = {w.shape(1)};
    layers.push_back({.w = from_xtensor(w),
                      .b = Tensor::filled(width, 0.0),
                      .gamma = Tensor::filled(width, 1.0),
                      .beta = Tensor::filled(width, 0.0),
                      .running_mean = Tensor::filled(width, 0.0),
                      .running_var = Tensor::filled(width, 0.0)});
  }
  return layers;
}

class Stack {
 public:
  Stack(Subject& subject, const StackSettings& settings, std::vector<Layer> layers, Measurements& result)
      : subject_(subject), settings_(settings), layers_(std::move(layers)), result_(result) {}

  void train_step(const DigitBatch& batch) {
    std::vector<LayerRun> runs(layers_.size());
    Tensor h = batch.x;
    for (std::size_t l = 0; l < layers_.size(); ++l)
      h = forward(layers_[l], runs[l], h, l + 1 == layers_.size());
    LayerCall loss(subject_, "softmax_loss", {{"x", h}, {"y", batch.y}});
    result_["loss"].push_back(loss.number("loss"));
    Tensor gradient = loss.backward({{"loss", Tensor::scalar(1.0)}}).at("x");
    for (std::size_t l = layers_.size(); l-- > 0;) gradient = backward(l, runs[l], std::move(gradient));
  }

 private:
  Tensor forward(Layer& layer, LayerRun& run, const Tensor& x, bool top) {
    const Shape shape = {kStackBatch, layer.b.values.size()};
    run.affine.emplace(subject_, "affine", Tensors{{"x", x}, {"w", layer.w}, {"b", layer.b}});
    Tensor h = run.affine->output("out", shape);
    if (top) return h;
    if (settings_.batchnorm) {
      run.batchnorm.emplace(subject_, "batchnorm",
                            Tensors{{"x", h},
                                    {"gamma", layer.gamma},
                                    {"beta", layer.beta},
                                    {"running_mean", layer.running_mean},
                                    {"running_var", layer.running_var}},
                            Attributes{{"eps", kEps}, {"momentum", kMomentum}});
      layer.running_mean = run.batchnorm->output("running_mean", layer.b.shape);
      layer.running_var = run.batchnorm->output("running_var", layer.b.shape);
      h = run.batchnorm->output("out", shape);
    }
    run.gate.emplace(subject_, settings_.gate, Tensors{{"x", h}});
    return run.gate->output(gate_output(), shape);
  }

  // Takes a step of the layer's parameters. Takes the gradient with respect to the layer's output, and
  // returns the gradient with respect to its input.
  Tensor backward(std::size_t l, LayerRun& run, Tensor gradient) {
    Layer& layer = layers_[l];
    if (run.gate) gradient = run.gate->backward({{gate_output(), gradient}}).at("x");
    if (run.batchnorm) {
      const Tensors gradients = run.batchnorm->backward({{"out", gradient}});
      layer.gamma = step(layer.gamma, gradients.at("gamma"));
      layer.beta = step(layer.beta, gradients.at("beta"));
      gradient = gradients.at("x");
    }
    const Tensors gradients = run.affine->backward({{"out", gradient}});
    const Tensor& dw = gradients.at("w");
    const Tensor next = step(layer.w, dw);
    Tensor moved = next;
    for (std::size_t i = 0; i < moved.values.size(); ++i) moved.values[i] -= layer.w.values[i];
    const double length = settings_.learning_rate * norm(dw);
    result_[at_layer("gradient", l + 1)].push_back(norm(gradient));
    result_[at_layer("update", l + 1)].push_back(length / norm(layer.w));
    result_[at_layer("moved", l + 1)].push_back(norm(moved) / length);
    layer.w = next;
    layer.b = step(layer.b, gradients.at("b"));
    return gradients.at("x");
  }

  Tensor step(const Tensor& parameter, const Tensor& gradient) {
    return sgd_step(subject_, parameter, gradient, settings_.learning_rate);
  }

  std::string gate_output() const { return find_op(settings_.gate)->outputs.front().name; }

  Subject& subject_;
  const StackSettings& settings_;
  std::vector<Layer> layers_;
  Measurements& result_;
};

// Returns by which factor each layer moves less than the last one does.
std::vector<double> times_less(const Measurements& measurements, std::size_t layers) {
  const double last = median(measurements.at(at_layer("update", layers)));
  std::vector<double> result;
  for (std::size_t l = 1; l <= layers; ++l)
    result.push_back(last / median(measurements.at(at_layer("update", l))));
  return result;
}

// Writes a number in the two digits that a reader keeps: "3.1", "81,000".
std::string in_two_digits(double value) {
  if (!(value >= 100.0 && value < 1e15)) return format_number(value, 2);
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
  std::string digits = fmt::format("{:.0f}", std::round(value / unit) * unit);
  for (std::size_t from_right = 3; from_right < digits.size(); from_right += 4)
    digits.insert(digits.size() - from_right, ",");
  return digits;
}

}  // namespace

std::string at_layer(const std::string& series, std::size_t layer) {
  return series + " " + std::to_string(layer);
}

Figure by_layer(const std::string& id, const std::string& title, const std::string& series,
                const Measurements& measurements, std::size_t layers) {
  std::vector<std::pair<std::string, std::vector<double>>> all;
  for (std::size_t l = 1; l <= layers; ++l)
    all.emplace_back(at_layer("layer", l), measurements.at(at_layer(series, l)));
  return lines(id, title, "step", series, all, /*logarithmic=*/true);
}

std::string pace_by_layer(const Measurements& measurements, std::size_t layers) {
  std::string text;
  const std::vector<double> behind = times_less(measurements, layers);
  for (std::size_t l = layers - 1; l > 0; --l) {
    const double ratio = behind[l - 1];
    const std::string less = in_two_digits(ratio);
    const std::string pace = less == "1"   ? "as much"
                             : ratio < 1.0 ? in_two_digits(1.0 / ratio) + " times more"
                                           : less + " times less";
    text += fmt::format("{}layer {} {}{}", text.empty() ? "" : ", ", l, text.empty() ? "moves " : "", pace);
  }
  return text;
}

Figure pace_figure(const std::string& id, const std::string& title, const Measurements& measurements,
                   std::size_t layers) {
  std::vector<double> numbers;
  for (std::size_t l = 1; l <= layers; ++l) numbers.push_back(static_cast<double>(l));
  std::vector<double> ratios = times_less(measurements, layers);
  for (double& ratio : ratios) {
    if (!(ratio > 0.0)) ratio = std::nan("");  // a logarithmic axis has no 0
  }
  return curves(id, title, "layer, from the bottom", "times less", numbers, {{"yours", std::move(ratios)}},
                /*logarithmic=*/true);
}

Measurements train_stack(Subject& subject, std::vector<backprop::Matrix> weights,
                         const StackSettings& settings, backprop::Rng& rng, const Tell& tell) {
  Measurements result;
  for (const backprop::Matrix& w : weights) result["weights"].push_back(norm(from_xtensor(w)));
  Stack stack(subject, settings, make_layers(weights), result);
  for (std::size_t step = 0; step < settings.steps; ++step) {
    stack.train_step(draw_digits(rng, kStackBatch));
    tell_step(tell, settings.name, step + 1, settings.steps,
              fmt::format("loss {:.4f}", result["loss"].back()));
  }
  return result;
}

}  // namespace grader
