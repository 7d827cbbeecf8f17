#include "grader/ops/registry.hpp"

#include <algorithm>

namespace grader {

namespace {

// A function's static, since registrations run before main in no particular order.
std::vector<Op>& mutable_ops() {
  static std::vector<Op> ops;
  return ops;
}

}  // namespace

OpRegistration::OpRegistration(Op op) {
  std::vector<Op>& ops = mutable_ops();
  const auto place =
      std::lower_bound(ops.begin(), ops.end(), op, [](const Op& a, const Op& b) { return a.name < b.name; });
  ops.insert(place, std::move(op));
}

const std::vector<Op>& all_ops() { return mutable_ops(); }

const Op* find_op(std::string_view name) {
  for (const Op& op : all_ops()) {
    if (op.name == name) return &op;
  }
  return nullptr;
}

std::vector<std::string> Op::gradients() const {
  std::vector<std::string> names;
  for (const InputSpec& input : inputs) {
    if (input.differentiable && !input.integer) names.push_back(input.name);
  }
  return names;
}

std::vector<std::string> Op::differentiable_outputs() const {
  std::vector<std::string> names;
  for (const OutputSpec& output : outputs) {
    if (output.differentiable) names.push_back(output.name);
  }
  return names;
}

bool Op::has_gradient(const std::string& name) const {
  const std::vector<std::string> names = gradients();
  return std::find(names.begin(), names.end(), name) != names.end() ||
         std::any_of(nodes.begin(), nodes.end(), [&](const NodeSpec& node) { return node.name == name; });
}

}  // namespace grader
