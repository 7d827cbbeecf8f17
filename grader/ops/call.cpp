#include "grader/ops/call.hpp"

#include <stdexcept>

namespace grader {

Instance instance_of(std::shared_ptr<Arguments> inputs, Tensors outputs,
                     std::function<Tensors(Arguments& upstream)> backward) {
  Instance instance{.outputs = std::move(outputs), .backward = {}, .modified = {}};
  auto overwritten = std::make_shared<std::vector<std::string>>();
  if (backward) {
    instance.backward = [backward = std::move(backward), overwritten](const Tensors& upstream) {
      Arguments arguments(upstream);
      Tensors gradients = backward(arguments);
      for (const std::string& name : arguments.modified()) overwritten->push_back("d" + name);
      return gradients;
    };
  }
  instance.modified = [inputs = std::move(inputs), overwritten] {
    std::vector<std::string> names = inputs->modified();
    names.insert(names.end(), overwritten->begin(), overwritten->end());
    return names;
  };
  return instance;
}

Tensors named(const std::vector<std::string>& names, std::vector<Tensor> values) {
  if (names.size() != values.size()) {
    throw std::logic_error("the op names " + std::to_string(names.size()) + " tensors, its layer gives " +
                           std::to_string(values.size()));
  }
  Tensors result;
  for (std::size_t i = 0; i < names.size(); ++i) result[names[i]] = std::move(values[i]);
  return result;
}

std::vector<std::string> output_names(const Layer& layer) {
  std::vector<std::string> names;
  for (const OutputSpec& output : layer.outputs) names.push_back(output.name);
  return names;
}

CallReader::CallReader(const Layer& layer, const Case& the_case, Arguments& inputs)
    : layer_(layer), case_(the_case), inputs_(inputs) {}

double CallReader::number() { return case_.attributes.at(layer_.attributes.at(attribute_++).name); }

const std::string& CallReader::next_input() { return layer_.inputs.at(input_++).name; }

}  // namespace grader
