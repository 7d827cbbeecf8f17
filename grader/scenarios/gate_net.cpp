#include "grader/scenarios/gate_net.hpp"

#include <utility>

namespace grader {

namespace {

struct ForwardRun {
  std::vector<LayerCall> affines;
  std::vector<LayerCall> gates;
  std::vector<Tensor> activations;
  Tensor scores;
};

ForwardRun run_forward(Subject& subject, const GateNet& net, const Tensor& x) {
  ForwardRun run;
  Tensor h = x;
  for (std::size_t l = 0; l < net.w.size(); ++l) {
    const Shape shape = {x.shape[0], net.w[l].shape[1]};
    run.affines.emplace_back(subject, "affine", Tensors{{"x", h}, {"w", net.w[l]}, {"b", net.b[l]}});
    h = run.affines.back().output("out", shape);
    if (l + 1 == net.w.size()) break;
    run.gates.emplace_back(subject, net.gate, Tensors{{"x", h}});
    h = run.gates.back().output("z", shape);
    run.activations.push_back(h);
  }
  run.scores = std::move(h);
  return run;
}

void descend(Tensor& parameter, const Tensor& gradient, double learning_rate) {
  for (std::size_t i = 0; i < parameter.values.size(); ++i)
    parameter.values[i] -= learning_rate * gradient.values[i];
}

}  // namespace

GateNet make_gate_net(std::string gate, const std::vector<backprop::Matrix>& weights) {
  GateNet net{std::move(gate), {}};
  for (const backprop::Matrix& w : weights) {
    net.w.push_back(from_xtensor(w));
    net.b.push_back(Tensor::filled({w.shape(1)}, 0.0));
  }
  return net;
}

GateNetStep train_gate_net(Subject& subject, GateNet& net, const DigitBatch& batch, double learning_rate) {
  ForwardRun run = run_forward(subject, net, batch.x);
  LayerCall loss(subject, "softmax_loss", {{"x", run.scores}, {"y", batch.y}});
  Tensor gradient = loss.backward({{"loss", Tensor::scalar(1.0)}}).at("x");
  for (std::size_t l = net.w.size(); l-- > 0;) {
    if (l < run.gates.size()) gradient = run.gates[l].backward({{"z", gradient}}).at("x");
    Tensors gradients = run.affines[l].backward({{"out", gradient}});
    descend(net.w[l], gradients.at("w"), learning_rate);
    descend(net.b[l], gradients.at("b"), learning_rate);
    gradient = std::move(gradients.at("x"));
  }
  return {loss.number("loss"), std::move(run.activations), std::move(gradient)};
}

Tensor gate_net_scores(Subject& subject, const GateNet& net, const Tensor& x) {
  return run_forward(subject, net, x).scores;
}

double mean_slope(const std::string& gate, const Tensor& activations) {
  double sum = 0.0;
  for (const double z : activations.values) sum += gate == "tanh" ? 1.0 - z * z : z * (1.0 - z);
  return sum / static_cast<double>(activations.values.size());
}

}  // namespace grader
