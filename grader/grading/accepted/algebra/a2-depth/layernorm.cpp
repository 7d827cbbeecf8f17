// Works on the transposed tensors, where a row's statistics are a column's: batch normalisation's formula,
// turned back at the end.
#include <backprop/layernorm.hpp>

namespace backprop {

Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps) {
  require_shape("layernorm_forward", "gamma", gamma.shape(), {x.shape(1)}, "(D)");
  require_shape("layernorm_forward", "beta", beta.shape(), {x.shape(1)}, "(D)");
  const Matrix turned = transpose(x);
  const Matrix xmu = turned - as_row(mean(turned, 0));
  const Vector ivar = 1.0 / sqrt(mean(xmu * xmu, 0) + eps);
  const Matrix xhat = transpose(xmu * as_row(ivar));
  return {as_row(gamma) * xhat + as_row(beta), {xhat, ivar, gamma}};
}

LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache) {
  const auto& [xhat, ivar, gamma] = cache;
  require_shape("layernorm_backward", "dout", dout.shape(), {xhat.shape(0), xhat.shape(1)}, "(N, D)");
  const auto D = static_cast<double>(xhat.shape(1));
  const Matrix turned = transpose(xhat);
  const Matrix g = transpose(dout) * as_column(gamma);
  const Matrix dx = (D * g - as_row(sum(g, 0)) - turned * as_row(sum(g * turned, 0))) * as_row(ivar / D);
  return {transpose(dx), sum(transpose(dout * xhat), 1), sum(transpose(dout), 1)};
}

}  // namespace backprop
