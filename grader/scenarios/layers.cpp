#include "grader/scenarios/layers.hpp"

#include "grader/ops/registry.hpp"

namespace grader {

namespace {

void require_shape(const std::string& op, const std::string& name, const Tensor& tensor, const Shape& shape) {
  if (tensor.shape == shape) return;
  throw Failure(Status::fail, op + ": " + name + " is " + shape_text(tensor.shape) + ", expected " +
                                  shape_text(shape) + ".");
}

}  // namespace

LayerCall::LayerCall(Subject& subject, const std::string& op, Tensors inputs, Attributes attributes)
    : op_(op) {
  for (const auto& [name, tensor] : inputs) input_shapes_[name] = tensor.shape;
  running_ = subject.start(*find_op(op), {std::move(inputs), std::move(attributes), {}});
}

Tensor LayerCall::output(const std::string& name, const Shape& shape) const {
  const auto found = running_->outputs.find(name);
  if (found == running_->outputs.end()) throw Failure(Status::fail, op_ + ": " + name + " is missing.");
  require_shape(op_, name, found->second, shape);
  return found->second;
}

backprop::Matrix LayerCall::matrix(const std::string& name, std::size_t rows, std::size_t columns) const {
  return to_matrix(output(name, {rows, columns}));
}

double LayerCall::number(const std::string& name) const { return output(name, {}).values.at(0); }

Tensors LayerCall::backward(const Tensors& upstream) {
  Tensors gradients = running_->backward(upstream);
  for (const std::string& input : find_op(op_)->gradients()) {
    const auto found = gradients.find(input);
    if (found == gradients.end()) throw Failure(Status::fail, op_ + ": d" + input + " is missing.");
    require_shape(op_, "d" + input, found->second, input_shapes_.at(input));
  }
  return gradients;
}

}  // namespace grader
