// Each gate computed on its own, from its own columns; the four ways to prev_h added up one after the other.
#include <backprop/gate.hpp>
#include <backprop/gru_step.hpp>

namespace backprop {

namespace {

Matrix part_of(const Matrix& w, std::size_t part) {
  const std::size_t H = w.shape(1) / 3;
  return columns(w, part * H, (part + 1) * H);
}

Matrix bias_of(const Vector& b, std::size_t part) { return part_of(as_row(b), part); }

void add_columns(Matrix& to, std::size_t part, const Matrix& values) {
  for (std::size_t row = 0; row < values.shape(0); ++row) {
    for (std::size_t column = 0; column < values.shape(1); ++column) {
      to(row, part * values.shape(1) + column) += values(row, column);
    }
  }
}

}  // namespace

Forward<Matrix, GruStepCache> gru_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  const auto before = [&](std::size_t part, const Matrix& h) -> Matrix {
    return matmul(x, part_of(wx, part)) + matmul(h, part_of(wh, part)) + bias_of(b, part);
  };
  const Matrix r = gate(before(0, prev_h));
  const Matrix z = gate(before(1, prev_h));
  const Matrix n = tanh(before(2, r * prev_h));
  return {n + z * (prev_h - n), {x, prev_h, wx, wh, r, z, n}};
}

GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache) {
  const auto& [x, prev_h, wx, wh, r, z, n] = cache;
  GruStepGradients gradients{x * 0.0, dnext_h * z, wx * 0.0, wh * 0.0, zeros(wx.shape(1))};
  Matrix db = zeros(1, wx.shape(1));
  const auto through = [&](std::size_t part, const Matrix& da, const Matrix& h) {
    gradients.dx += matmul(da, transpose(part_of(wx, part)));
    add_columns(gradients.dwx, part, matmul(transpose(x), da));
    add_columns(gradients.dwh, part, matmul(transpose(h), da));
    add_columns(db, part, as_row(sum(da, 0)));
    return matmul(da, transpose(part_of(wh, part)));  // the gradient of h
  };
  const Matrix dreset = through(2, (dnext_h - dnext_h * z) * (1.0 - n * n), r * prev_h);
  gradients.dprev_h += dreset * r;
  gradients.dprev_h += through(0, dreset * prev_h * (r - r * r), prev_h);
  gradients.dprev_h += through(1, dnext_h * (prev_h - n) * (z - z * z), prev_h);
  gradients.db = sum(db, 0);
  return gradients;
}

}  // namespace backprop
