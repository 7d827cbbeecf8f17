#include "grader/ops/arguments.hpp"

#include <algorithm>

namespace grader {

namespace {

void convert(const Tensor& from, backprop::Vector& to) { to = to_vector(from); }
void convert(const Tensor& from, backprop::Matrix& to) { to = to_matrix(from); }
void convert(const Tensor& from, backprop::Tensor3& to) { to = to_tensor3(from); }
void convert(const Tensor& from, backprop::Tensor4& to) { to = to_tensor4(from); }
void convert(const Tensor& from, backprop::Labels& to) { to = to_labels(from); }
void convert(const Tensor& from, backprop::LabelMatrix& to) { to = to_label_matrix(from); }

// Overwrites `to` and keeps its memory. Returns false when the two differ in type or shape.
template <class T>
bool overwrite(const T& from, TypedTensor& to) {
  T* const old = std::get_if<T>(&to);
  if (old == nullptr || !std::ranges::equal(old->shape(), from.shape())) return false;
  std::ranges::copy(from, old->begin());
  return true;
}

// By name.
thread_local TypedTensors inputs_of_last_call;

}  // namespace

Arguments::Arguments(Tensors originals) : originals_(std::move(originals)) {}

Arguments::~Arguments() {
  while (!typed_.empty()) {
    auto node = typed_.extract(typed_.begin());
    inputs_of_last_call.erase(node.key());
    inputs_of_last_call.insert(std::move(node));
  }
}

template <class T>
const T& Arguments::get(const std::string& name) {
  auto found = typed_.find(name);
  if (found == typed_.end()) {
    T value;
    convert(originals_.at(name), value);
    auto reused = inputs_of_last_call.extract(name);
    if (!reused.empty() && overwrite(value, reused.mapped()))
      found = typed_.insert(std::move(reused)).position;
    else
      found = typed_.emplace(name, std::move(value)).first;
  }
  return std::get<T>(found->second);
}

template const backprop::Vector& Arguments::get(const std::string&);
template const backprop::Matrix& Arguments::get(const std::string&);
template const backprop::Tensor3& Arguments::get(const std::string&);
template const backprop::Tensor4& Arguments::get(const std::string&);
template const backprop::Labels& Arguments::get(const std::string&);
template const backprop::LabelMatrix& Arguments::get(const std::string&);

const backprop::Vector& Arguments::vector(const std::string& name) { return get<backprop::Vector>(name); }
const backprop::Matrix& Arguments::matrix(const std::string& name) { return get<backprop::Matrix>(name); }
const backprop::Tensor3& Arguments::tensor3(const std::string& name) { return get<backprop::Tensor3>(name); }
const backprop::Tensor4& Arguments::tensor4(const std::string& name) { return get<backprop::Tensor4>(name); }
const backprop::Labels& Arguments::labels(const std::string& name) { return get<backprop::Labels>(name); }
const backprop::LabelMatrix& Arguments::label_matrix(const std::string& name) {
  return get<backprop::LabelMatrix>(name);
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
