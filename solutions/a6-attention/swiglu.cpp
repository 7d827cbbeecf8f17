#include <backprop/gate.hpp>
#include <backprop/sequence.hpp>
#include <backprop/swiglu.hpp>

namespace backprop {

Forward<Tensor3, SwigluCache> swiglu_forward(const Tensor3& x, const Matrix& w, const Matrix& v) {
  const std::size_t N = x.shape(0);
  const std::size_t T = x.shape(1);
  require_shape("swiglu_forward", "w", w.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  require_shape("swiglu_forward", "v", v.shape(), {x.shape(2), w.shape(1)}, "(D, M)");
  // BEGIN SOLUTION forward: both projections of each step; one passes a silu, then they are multiplied.
  const Tensor3 a = reshape(matmul(as_rows(x), w), {N, T, w.shape(1)});
  const Tensor3 b = reshape(matmul(as_rows(x), v), {N, T, w.shape(1)});
  return {a * gate(a) * b, {x, w, v, a, b}};
  // END SOLUTION
}

SwigluGradients swiglu_backward(const Tensor3& dout, const SwigluCache& cache) {
  const auto& [x, w, v, a, b] = cache;
  require_shape("swiglu_backward", "dout", dout.shape(), {a.shape(0), a.shape(1), a.shape(2)}, "(N, T, M)");
  // BEGIN SOLUTION backward: da and db first; each has the other factor in it. Then what comes back to x on
  // both of its ways. The weights are shared by all steps of all sequences.
  const Tensor3 s = gate(a);
  const Matrix da = as_rows(dout * b * (s + a * s * (1.0 - s)));
  const Matrix db = as_rows(dout * a * s);
  const Matrix x_rows = as_rows(x);
  const Matrix dx = matmul(da, transpose(w)) + matmul(db, transpose(v));
  return {reshape(dx, {x.shape(0), x.shape(1), x.shape(2)}), matmul(transpose(x_rows), da),
          matmul(transpose(x_rows), db)};
  // END SOLUTION
}

}  // namespace backprop
