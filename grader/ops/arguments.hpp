/// The tensors of one call, in the types that layers take. Layers get const references. A layer that writes
/// to them anyway (a const_cast, a view) is detected by comparing with the originals.
///
/// Tensors of a call lie where those of the last one lay that is over, if they have the same name and shape.
/// Code that takes an address for the tensor that it knows, as a batch that is filled anew, is wrong there
/// each time, and not by luck.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "grader/ops/xtensor_bridge.hpp"

namespace grader {

using TypedTensor = std::variant<backprop::Vector, backprop::Matrix, backprop::Tensor3, backprop::Tensor4,
                                 backprop::Labels, backprop::LabelMatrix>;
using TypedTensors = std::map<std::string, TypedTensor>;

class Arguments {
 public:
  explicit Arguments(Tensors originals);
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  /// Returns the tensor with this name. It is made by the first call and keeps its address. Throws
  /// backprop::ShapeError when its rank is not T's, and std::out_of_range when no tensor has this name.
  template <class T>
  const T& get(const std::string& name);
  const backprop::Vector& vector(const std::string& name);
  const backprop::Matrix& matrix(const std::string& name);
  const backprop::Tensor3& tensor3(const std::string& name);
  const backprop::Tensor4& tensor4(const std::string& name);
  const backprop::Labels& labels(const std::string& name);
  const backprop::LabelMatrix& label_matrix(const std::string& name);
  double number(const std::string& name) const;

  /// Returns the names of the tensors that were changed.
  std::vector<std::string> modified() const;

 private:
  Tensors originals_;
  TypedTensors typed_;
};

// Instantiated in arguments.cpp, so that other files compile faster.
extern template const backprop::Vector& Arguments::get(const std::string&);
extern template const backprop::Matrix& Arguments::get(const std::string&);
extern template const backprop::Tensor3& Arguments::get(const std::string&);
extern template const backprop::Tensor4& Arguments::get(const std::string&);
extern template const backprop::Labels& Arguments::get(const std::string&);
extern template const backprop::LabelMatrix& Arguments::get(const std::string&);

}  // namespace grader
