#include "grader/ops/argument_shapes.hpp"

#include <algorithm>
#include <backprop/tensor.hpp>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>

namespace grader {

namespace {

// Far more than any problem of the course needs. Results have at most two of the sizes, and a product of
// matrices costs three.
constexpr double kMostElements = 1 << 20;
constexpr double kMostOfTwoSizes = 1 << 22;

class ArgumentCheck {
 public:
  ArgumentCheck(const std::string& function, const TensorList& arguments)
      : function_(function), arguments_(arguments) {}

  void require(const std::string& description) {
    std::istringstream words(description);
    std::vector<std::string> all;
    for (std::string word; words >> word;) all.push_back(word);
    if (all.size() != arguments_.size()) refuse("it got a wrong number of arguments");
    for (std::size_t i = 0; i < all.size(); ++i) bind(all[i], arguments_[i]);
    for (std::size_t i = 0; i < all.size(); ++i) check_integers(all[i], arguments_[i]);
    require_small();
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw backprop::ShapeError(function_ + ": " + what);
  }

  void bind(std::string word, const Tensor& tensor) {
    if (word == "*") return;
    if (word == "." || word.starts_with('=')) {
      if (!tensor.shape.empty()) refuse("a number is needed, not " + shape_text(tensor.shape));
      if (word.starts_with('=')) bind_size(word.substr(1), tensor.values.front());
      return;
    }
    if (word.ends_with('?')) {
      if (tensor.values.empty()) return;
      word.pop_back();
    }
    const std::string shape = word.substr(0, word.find('<'));
    std::istringstream symbols(shape);
    std::size_t axis = 0;
    for (std::string symbol; std::getline(symbols, symbol, ','); ++axis) {
      if (axis >= tensor.shape.size()) refuse_shape(tensor, shape);
      if (!binds(symbol, static_cast<double>(tensor.shape[axis]))) refuse_shape(tensor, shape);
    }
    if (axis != tensor.shape.size()) refuse_shape(tensor, shape);
  }

  [[noreturn]] void refuse_shape(const Tensor& tensor, const std::string& shape) const {
    refuse("an argument of shape (" + shape + ") is " + shape_text(tensor.shape) +
           ", which does not fit the others");
  }

  void bind_size(const std::string& symbol, double value) {
    if (!binds(symbol, value)) refuse("the size " + symbol + " does not fit the other arguments");
  }

  // Returns whether the symbol has, or may take, this value.
  bool binds(const std::string& symbol, double value) {
    double factor = 1.0;
    std::string name = symbol;
    if (std::isdigit(static_cast<unsigned char>(symbol.front()))) {
      factor = symbol.front() - '0';
      name = symbol.substr(1);
    }
    const double size = value / factor;
    if (!(size >= 1.0 && size <= kMostElements && size == std::floor(size))) return false;
    return sizes_.emplace(name, size).first->second == size;
  }

  void check_integers(const std::string& word, const Tensor& tensor) const {
    const std::size_t at = word.find('<');
    if (at == std::string::npos) return;
    const std::string bound = word.substr(at + 1);
    const double below =
        std::isdigit(static_cast<unsigned char>(bound.front())) ? std::stod(bound) : sizes_.at(bound);
    for (const double value : tensor.values) {
      if (!(value >= 0.0 && value < below && value == std::floor(value))) {
        refuse("an index lies outside of 0 to " + bound + " - 1");
      }
    }
  }

  void require_small() const {
    double elements = 0.0;
    for (const Tensor& tensor : arguments_) elements += static_cast<double>(tensor.values.size());
    double largest = 1.0;
    double second = 1.0;
    for (const auto& [name, size] : sizes_) {
      second = std::max(second, std::min(largest, size));
      largest = std::max(largest, size);
    }
    if (!(elements <= kMostElements && largest * second <= kMostOfTwoSizes)) {
      refuse("the tensors are larger than any of the course");
    }
  }

  const std::string& function_;
  const TensorList& arguments_;
  std::map<std::string, double> sizes_;
};

}  // namespace

void require_arguments(const std::string& function, const std::string& description,
                       const TensorList& arguments) {
  ArgumentCheck(function, arguments).require(description);
}

OutsideFunction checked_outside(const std::string& function, const std::string& description,
                                OutsideFunction inner) {
  return [=, inner = std::move(inner)](const TensorList& arguments) {
    require_arguments(function, description, arguments);
    return inner(arguments);
  };
}

}  // namespace grader
