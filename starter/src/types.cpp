#include <algorithm>
#include <backprop/types.hpp>

namespace backprop {

std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

void require_shape(const char* function, const char* tensor, std::span<const std::size_t> actual,
                   std::initializer_list<std::size_t> expected, const char* meaning) {
  if (std::equal(actual.begin(), actual.end(), expected.begin(), expected.end())) return;
  throw ShapeError(std::string(function) + ": " + tensor + " is " + shape_text(actual) + ", expected " +
                   shape_text({expected.begin(), expected.size()}) + " = " + meaning);
}

namespace {

void require_label(const char* function, const std::string& place, std::int64_t label, std::size_t classes) {
  if (label >= 0 && static_cast<std::size_t>(label) < classes) return;
  throw std::out_of_range(std::string(function) + ": y(" + place + ") is " + std::to_string(label) +
                          ", expected a class in [0, " + std::to_string(classes) + ")");
}

bool all_below(const std::int64_t* labels, std::size_t n, std::size_t classes) {
  return std::all_of(labels, labels + n, [&](std::int64_t label) {
    return label >= 0 && static_cast<std::size_t>(label) < classes;
  });
}

}  // namespace

void require_labels(const char* function, const Labels& y, std::size_t classes) {
  if (all_below(y.data(), y.size(), classes)) return;
  for (std::size_t i = 0; i < y.size(); ++i) require_label(function, std::to_string(i), y(i), classes);
}

void require_labels(const char* function, const LabelMatrix& y, std::size_t classes) {
  if (all_below(y.data(), y.size(), classes)) return;
  for (std::size_t i = 0; i < y.shape(0); ++i) {
    for (std::size_t j = 0; j < y.shape(1); ++j) {
      require_label(function, std::to_string(i) + ", " + std::to_string(j), y(i, j), classes);
    }
  }
}

Tensor4 zeros(std::size_t first, std::size_t second, std::size_t third, std::size_t fourth) {
  return Tensor4({first, second, third, fourth}, 0.0);
}
Tensor3 zeros(std::size_t first, std::size_t second, std::size_t third) {
  return Tensor3({first, second, third}, 0.0);
}
Matrix zeros(std::size_t rows, std::size_t columns) { return Matrix({rows, columns}, 0.0); }
Vector zeros(std::size_t size) { return Vector({size}, 0.0); }

Tensor4 ones(std::size_t first, std::size_t second, std::size_t third, std::size_t fourth) {
  return Tensor4({first, second, third, fourth}, 1.0);
}
Tensor3 ones(std::size_t first, std::size_t second, std::size_t third) {
  return Tensor3({first, second, third}, 1.0);
}
Matrix ones(std::size_t rows, std::size_t columns) { return Matrix({rows, columns}, 1.0); }
Vector ones(std::size_t size) { return Vector({size}, 1.0); }

}  // namespace backprop
