#include "grader/scenarios/orthogonal.hpp"

#include <cmath>

namespace grader {

namespace {

double row_product(const backprop::Matrix& q, std::size_t i, std::size_t j) {
  double product = 0.0;
  for (std::size_t k = 0; k < q.shape(1); ++k) product += q(i, k) * q(j, k);
  return product;
}

}  // namespace

backprop::Matrix random_orthogonal(backprop::Rng& rng, std::size_t size) {
  backprop::Matrix q = rng.normal(size, size);
  for (std::size_t i = 0; i < size; ++i) {
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t j = 0; j < i; ++j) {
        const double overlap = row_product(q, i, j);
        for (std::size_t k = 0; k < size; ++k) q(i, k) -= overlap * q(j, k);
      }
    }
    const double length = std::sqrt(row_product(q, i, i));
    for (std::size_t k = 0; k < size; ++k) q(i, k) /= length;
  }
  return q;
}

}  // namespace grader
