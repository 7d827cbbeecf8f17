// Micro-batches from the last to the first, example by example, each sum with Kahan's compensation; the
// weight of an example is 1/N whatever micro-batch it is in.
#include <backprop/mean_loss_accumulation.hpp>

namespace backprop {

namespace {

void add(double& total, double& lost, double term) {
  const double corrected = term - lost;
  const double next = total + corrected;
  lost = (next - total) - corrected;
  total = next;
}

}  // namespace

Forward<double, MeanLossAccumulationCache> mean_loss_accumulation_forward(const Matrix& x, const Vector& y,
                                                                          const Vector& w,
                                                                          const Labels& counts) {
  require_shape("mean_loss_accumulation_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_shape("mean_loss_accumulation_forward", "w", w.shape(), {x.shape(1)}, "(D)");
  MeanLossAccumulationCache cache;
  double squares = 0.0, lost = 0.0;
  std::size_t n = 0;
  for (const std::int64_t count : counts) {
    const auto size = static_cast<std::size_t>(count);
    MicroBatch batch{zeros(size, x.shape(1)), zeros(size)};
    for (std::size_t i = 0; i < size; ++i, ++n) {
      if (n >= x.shape(0)) throw ShapeError("mean_loss_accumulation_forward: counts has a sum above N");
      double error = -y(n), lost_here = 0.0;
      for (std::size_t d = 0; d < x.shape(1); ++d) {
        batch.x(i, d) = x(n, d);
        add(error, lost_here, x(n, d) * w(d));
      }
      batch.error(i) = error;
      add(squares, lost, error * error);
    }
    cache.micro_batches.push_back(batch);
  }
  if (n != x.shape(0)) throw ShapeError("mean_loss_accumulation_forward: counts has a sum below N");
  return {squares / (2.0 * static_cast<double>(n)), cache};
}

Vector mean_loss_accumulation_backward(double dloss, const MeanLossAccumulationCache& cache) {
  Vector dw = zeros(cache.micro_batches.front().x.shape(1));
  Vector lost = dw;
  double N = 0.0;
  for (auto batch = cache.micro_batches.rbegin(); batch != cache.micro_batches.rend(); ++batch) {
    for (std::size_t i = batch->error.size(); i-- > 0; ++N) {
      for (std::size_t d = 0; d < dw.size(); ++d) add(dw(d), lost(d), batch->x(i, d) * batch->error(i));
    }
  }
  return dw * (dloss / N);
}

}  // namespace backprop
