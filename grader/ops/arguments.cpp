#include "grader/ops/arguments.hpp"

namespace grader {

template <class T, class Convert>
const T& Arguments::typed(const std::string& name, Convert convert) {
  auto found = typed_.find(name);
  if (found == typed_.end()) found = typed_.emplace(name, convert(originals_.at(name))).first;
  return std::get<T>(found->second);
}

const backprop::Vector& Arguments::vector(const std::string& name) {
  return typed<backprop::Vector>(name, to_vector);
}
const backprop::Matrix& Arguments::matrix(const std::string& name) {
  return typed<backprop::Matrix>(name, to_matrix);
}
const backprop::Tensor3& Arguments::tensor3(const std::string& name) {
  return typed<backprop::Tensor3>(name, to_tensor3);
}
const backprop::Tensor4& Arguments::tensor4(const std::string& name) {
  return typed<backprop::Tensor4>(name, to_tensor4);
}
const backprop::Labels& Arguments::labels(const std::string& name) {
  return typed<backprop::Labels>(name, to_labels);
}
const backprop::LabelMatrix& Arguments::label_matrix(const std::string& name) {
  return typed<backprop::LabelMatrix>(name, to_label_matrix);
}

double Arguments::number(const std::string& name) const { return originals_.at(name).values.at(0); }

std::vector<std::string> Arguments::modified() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : typed_) {
    const Tensor now = std::visit([](const auto& tensor) { return from_xtensor(tensor); }, value);
    if (!same_bits(now, originals_.at(name))) names.push_back(name);
  }
  return names;
}

}  // namespace grader
