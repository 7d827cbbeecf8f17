// For each example the Jacobians of all three gates' inputs with respect to prev_h, as matrices, chained by
// matmul.
#include <backprop/gate.hpp>
#include <backprop/gru_step.hpp>

namespace backprop {

namespace {

Matrix row_of(const Matrix& x, std::size_t n) { return xt::view(x, xt::range(n, n + 1), xt::all()); }

Matrix on_diagonal(const Matrix& values) {
  Matrix result = zeros(values.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) result(i, i) = values.flat(i);
  return result;
}

}  // namespace

Forward<Matrix, GruStepCache> gru_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  const std::size_t H = prev_h.shape(1);
  const Matrix gates = gate(matmul(x, columns(wx, 0, 2 * H)) + matmul(prev_h, columns(wh, 0, 2 * H)) +
                            columns(as_row(b), 0, 2 * H));
  const Matrix r = columns(gates, 0, H), z = columns(gates, H, 2 * H);
  const Matrix n =
      tanh(matmul(hstack({x, r * prev_h}), transpose(hstack({transpose(columns(wx, 2 * H, 3 * H)),
                                                             transpose(columns(wh, 2 * H, 3 * H))}))) +
           columns(as_row(b), 2 * H, 3 * H));
  return {(1.0 - z) * n + z * prev_h, {x, prev_h, wx, wh, r, z, n}};
}

GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache) {
  const auto& [x, prev_h, wx, wh, r, z, n] = cache;
  const std::size_t H = wh.shape(0);
  const Matrix wh_r = columns(wh, 0, H), wh_z = columns(wh, H, 2 * H), wh_n = columns(wh, 2 * H, 3 * H);
  GruStepGradients gradients{0.0 * x, 0.0 * prev_h, 0.0 * wx, 0.0 * wh, zeros(3 * H)};
  for (std::size_t e = 0; e < x.shape(0); ++e) {
    const Matrix h = row_of(prev_h, e), re = row_of(r, e), ze = row_of(z, e), ne = row_of(n, e);
    // Jacobians as they act on rows: from, to.
    const Matrix reset_to_n = matmul(wh_n, on_diagonal(1.0 - ne * ne));
    const Matrix r_to_n = matmul(on_diagonal(h), reset_to_n);
    const Matrix n_to_out = on_diagonal(1.0 - ze);
    const Matrix a_r_to_out = matmul(matmul(on_diagonal(re * (1.0 - re)), r_to_n), n_to_out);
    const Matrix a_z_to_out = on_diagonal(ze * (1.0 - ze) * (h - ne));
    const Matrix a_n_to_out = matmul(on_diagonal(1.0 - ne * ne), n_to_out);
    const Matrix h_to_out = on_diagonal(ze) + matmul(matmul(on_diagonal(re), reset_to_n), n_to_out) +
                            matmul(wh_r, a_r_to_out) + matmul(wh_z, a_z_to_out);
    const Matrix up = transpose(row_of(dnext_h, e));
    const Matrix da = hstack({transpose(matmul(a_r_to_out, up)), transpose(matmul(a_z_to_out, up)),
                              transpose(matmul(a_n_to_out, up))});
    xt::view(gradients.dprev_h, xt::range(e, e + 1), xt::all()) = transpose(matmul(h_to_out, up));
    xt::view(gradients.dx, xt::range(e, e + 1), xt::all()) = matmul(da, transpose(wx));
    gradients.dwx += matmul(transpose(row_of(x, e)), da);
    gradients.dwh += hstack({matmul(transpose(h), columns(da, 0, 2 * H)),
                             matmul(transpose(evaluate(re * h)), columns(da, 2 * H, 3 * H))});
    gradients.db += sum(da, 0);
  }
  return gradients;
}

}  // namespace backprop
