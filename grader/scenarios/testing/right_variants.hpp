/// For tests: layers that are right and round differently from the reference.
#pragma once

#include <backprop/sigmoid.hpp>
#include <backprop/softmax_loss.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"

namespace grader {

/// z = (1 + tanh(x / 2)) / 2, both ways.
inline Op sigmoid_by_tanh() {
  using backprop::Matrix;
  Op op = *find_op("sigmoid");
  op.start = [](const Case& the_case) {
    return run_layer(
        the_case, "z",
        [](Arguments& in) -> backprop::Forward<Matrix, backprop::SigmoidCache> {
          const Matrix z = 0.5 * (1.0 + xt::tanh(in.matrix("x") / 2.0));
          return {z, {z}};
        },
        [](Arguments& upstream, const backprop::SigmoidCache& cache) -> Tensors {
          return {{"x", from_xtensor(Matrix(upstream.matrix("z") * cache.z * (1.0 - cache.z)))}};
        });
  };
  return op;
}

/// Sums from the last term to the first.
inline backprop::Matrix matmul_in_reverse(const backprop::Matrix& a, const backprop::Matrix& b) {
  const std::size_t rows = a.shape(0);
  const std::size_t columns = b.shape(1);
  backprop::Matrix product = backprop::zeros(rows, columns);
  double* out = product.data();  // bare, since tests are not optimised
  for (std::size_t i = 0; i < rows; ++i, out += columns) {
    for (std::size_t k = a.shape(1); k-- > 0;) {
      const double factor = a.data()[i * a.shape(1) + k];
      const double* row = b.data() + k * columns;
      for (std::size_t j = 0; j < columns; ++j) out[j] += factor * row[j];
    }
  }
  return product;
}

struct AffineInputs {
  backprop::Matrix x;
  backprop::Matrix w;
};

/// All sums of the affine layer in reverse order.
inline Op affine_in_reverse() {
  using backprop::Matrix;
  Op op = *find_op("affine");
  op.start = [](const Case& the_case) {
    return run_layer(
        the_case, "out",
        [](Arguments& in) -> backprop::Forward<Matrix, AffineInputs> {
          const Matrix& x = in.matrix("x");
          const Matrix& w = in.matrix("w");
          return {matmul_in_reverse(x, w) + backprop::as_row(in.vector("b")), {x, w}};
        },
        [](Arguments& upstream, const AffineInputs& cache) -> Tensors {
          const Matrix& dout = upstream.matrix("out");
          const Matrix ones = backprop::zeros(1, dout.shape(0)) + 1.0;
          Tensor db = from_xtensor(matmul_in_reverse(ones, dout));
          db.shape = {dout.shape(1)};
          return {{"x", from_xtensor(matmul_in_reverse(dout, backprop::transpose(cache.w)))},
                  {"w", from_xtensor(matmul_in_reverse(backprop::transpose(cache.x), dout))},
                  {"b", std::move(db)}};
        });
  };
  return op;
}

struct LogProbabilities {
  backprop::Matrix log_p;
  backprop::Labels y;
};

/// p = exp(x - log(sum e^x)), in place of e^x / sum e^x.
inline Op softmax_loss_by_log_sum_exp() {
  using backprop::Matrix;
  Op op = *find_op("softmax_loss");
  op.start = [](const Case& the_case) {
    return run_layer(
        the_case, "loss",
        [](Arguments& in) -> backprop::Forward<double, LogProbabilities> {
          Matrix log_p = in.matrix("x");
          const backprop::Labels& y = in.labels("y");
          double loss = 0.0;
          for (std::size_t n = log_p.shape(0); n-- > 0;) {
            double largest = -std::numeric_limits<double>::infinity();
            for (std::size_t c = 0; c < log_p.shape(1); ++c) largest = std::max(largest, log_p(n, c));
            double sum = 0.0;
            for (std::size_t c = log_p.shape(1); c-- > 0;) sum += std::exp(log_p(n, c) - largest);
            for (std::size_t c = 0; c < log_p.shape(1); ++c) log_p(n, c) -= largest + std::log(sum);
            loss -= log_p(n, static_cast<std::size_t>(y(n)));
          }
          return {loss / static_cast<double>(log_p.shape(0)), {log_p, y}};
        },
        [](Arguments& upstream, const LogProbabilities& cache) -> Tensors {
          Matrix dx = xt::exp(cache.log_p);
          for (std::size_t n = 0; n < dx.shape(0); ++n) dx(n, static_cast<std::size_t>(cache.y(n))) -= 1.0;
          dx *= upstream.number("loss") / static_cast<double>(dx.shape(0));
          return {{"x", from_xtensor(dx)}};
        });
  };
  return op;
}

/// The reference, with the last digits of every number changed: by up to `units` of its own rounding. It
/// stands for all right variants at once.
class RoundingSubject : public Subject {
 public:
  RoundingSubject(double units, std::uint64_t seed) : units_(units), rng_(seed) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    return std::make_unique<Rounding>(reference_.start(op, the_case), *this);
  }

 private:
  class Rounding : public Running {
   public:
    Rounding(std::unique_ptr<Running> right, RoundingSubject& owner)
        : right_(std::move(right)), owner_(owner) {
      outputs = right_->outputs;
      owner_.change(outputs);
    }
    Tensors backward(const Tensors& upstream) override {
      Tensors gradients = right_->backward(upstream);
      owner_.change(gradients);
      return gradients;
    }

   private:
    std::unique_ptr<Running> right_;
    RoundingSubject& owner_;
  };

  void change(Tensors& tensors) {
    for (auto& [name, tensor] : tensors) {
      for (double& value : tensor.values) {
        // A whole number is counted, not computed.
        if (value == std::floor(value)) continue;
        value *= 1.0 + units_ * std::numeric_limits<double>::epsilon() * (2.0 * rng_.uniform() - 1.0);
      }
    }
  }

  LinkedSubject reference_;
  double units_;
  backprop::Rng rng_;
};

}  // namespace grader
