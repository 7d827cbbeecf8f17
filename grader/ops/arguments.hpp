/// The tensors of one call, in the types that layers take. They are handed out by const reference; a layer
/// that writes to them all the same (a const_cast, a view) is found out, since the originals are kept beside
/// them.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "grader/ops/xtensor_bridge.hpp"

namespace grader {

class Arguments {
 public:
  explicit Arguments(Tensors originals);
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  /// The typed tensor of that name; made at the first call, and at the same address ever after. Throws
  /// backprop::ShapeError when its rank differs, std::out_of_range when there is none of that name.
  template <class T>
  const T& get(const std::string& name);
  const backprop::Vector& vector(const std::string& name);
  const backprop::Matrix& matrix(const std::string& name);
  const backprop::Tensor3& tensor3(const std::string& name);
  const backprop::Tensor4& tensor4(const std::string& name);
  const backprop::Labels& labels(const std::string& name);
  const backprop::LabelMatrix& label_matrix(const std::string& name);
  double number(const std::string& name) const;

  /// Names of the tensors that no longer hold what they held.
  std::vector<std::string> modified() const;

 private:
  using Typed = std::variant<backprop::Vector, backprop::Matrix, backprop::Tensor3, backprop::Tensor4,
                             backprop::Labels, backprop::LabelMatrix>;
  Tensors originals_;
  std::map<std::string, Typed> typed_;
};

// In arguments.cpp, so that each file that calls layers is spared them.
extern template const backprop::Vector& Arguments::get(const std::string&);
extern template const backprop::Matrix& Arguments::get(const std::string&);
extern template const backprop::Tensor3& Arguments::get(const std::string&);
extern template const backprop::Tensor4& Arguments::get(const std::string&);
extern template const backprop::Labels& Arguments::get(const std::string&);
extern template const backprop::LabelMatrix& Arguments::get(const std::string&);

}  // namespace grader
