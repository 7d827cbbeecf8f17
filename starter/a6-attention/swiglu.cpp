#include <backprop/gate.hpp>
#include <backprop/sequence.hpp>
#include <backprop/swiglu.hpp>

namespace backprop {

Forward<Tensor3, SwigluCache> swiglu_forward(const Tensor3& x, const Matrix& w, const Matrix& v) {
  const std::size_t N = x.shape(0);
  const std::size_t T = x.shape(1);
  require_shape("swiglu_forward", "w", w.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  require_shape("swiglu_forward", "v", v.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  const Tensor3 a = reshape(matmul(as_rows(x), w), {N, T, w.shape(1)});
  const Tensor3 b = reshape(matmul(as_rows(x), v), {N, T, w.shape(1)});
  return {a * gate(a) * b, {x, w, v, a, b}};
}

SwigluGradients swiglu_backward(const Tensor3& dout, const SwigluCache& cache) {
  const auto& [x, w, v, a, b] = cache;
  require_shape("swiglu_backward", "dout", dout.shape(), {a.shape(0), a.shape(1), a.shape(2)}, "(N, T, M)");
  // TODO(a6.swiglu): da and db first; each has the other factor in it. Then what comes back to x on
  // both of its ways. The weights are shared by all steps of all sequences.
  throw NotImplemented("swiglu_backward");
}

}  // namespace backprop
