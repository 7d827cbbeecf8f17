// Everything over one denominator: N dxhat - sum dxhat - xhat sum (dxhat xhat), divided by N sqrtvar at the
// very end.
#include <backprop/batchnorm_alt.hpp>

namespace backprop {

BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache) {
  require_shape("batchnorm_backward_alt", "dout", dout.shape(), {cache.xmu.shape(0), cache.xmu.shape(1)},
                "(N, D)");
  const auto N = static_cast<double>(dout.shape(0));
  const Matrix dxhat = dout * as_row(cache.gamma);
  const Matrix numerator =
      N * dxhat - as_row(sum(dxhat, 0)) - cache.xhat * as_row(sum(dxhat * cache.xhat, 0));
  return {numerator / as_row(N * cache.sqrtvar), sum(cache.xhat * dout, 0), sum(dout, 0)};
}

}  // namespace backprop
