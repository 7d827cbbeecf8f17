// Derives the closed form itself. The forward pass is the stand-in's.
// Where: run time
// Verdict: pass
// Op: batchnorm_alt
#include <backprop/batchnorm_alt.hpp>

namespace backprop {
BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache) {
  const double n = static_cast<double>(dout.shape(0));
  const Vector dbeta = sum(dout, 0);
  const Vector dgamma = sum(dout * cache.xhat, 0);
  const Matrix centred = dout - as_row(dbeta / n) - cache.xhat * as_row(dgamma / n);
  return {as_row(cache.gamma * cache.ivar) * centred, dgamma, dbeta};
}
}  // namespace backprop
