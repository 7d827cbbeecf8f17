#include <backprop/mean_loss_accumulation.hpp>

namespace backprop {

namespace {

void require_counts(const Labels& counts, std::size_t N) {
  std::size_t rest = N;
  for (const std::int64_t count : counts) {
    if (count < 1 || static_cast<std::size_t>(count) > rest) {
      throw ShapeError("mean_loss_accumulation_forward: counts must be at least 1 each, with the sum N");
    }
    rest -= static_cast<std::size_t>(count);
  }
  if (rest != 0) throw ShapeError("mean_loss_accumulation_forward: counts has a sum below N");
}

// Rows [begin, end) of x w - y, with the rows of x that they came from.
MicroBatch run_micro_batch(const Matrix& x, const Vector& y, const Vector& w, std::size_t begin,
                           std::size_t end) {
  MicroBatch result{xt::view(x, xt::range(begin, end), xt::all()), xt::view(y, xt::range(begin, end))};
  result.error = sum(result.x * as_row(w), 1) - result.error;
  return result;
}

// The gradient of the mean loss of this micro-batch alone.
Vector own_gradient(const MicroBatch& micro_batch) {
  return mean(micro_batch.x * as_column(micro_batch.error), 0);
}

}  // namespace

Forward<double, MeanLossAccumulationCache> mean_loss_accumulation_forward(const Matrix& x, const Vector& y,
                                                                          const Vector& w,
                                                                          const Labels& counts) {
  const std::size_t N = x.shape(0);
  require_shape("mean_loss_accumulation_forward", "y", y.shape(), {N}, "(N)");
  require_shape("mean_loss_accumulation_forward", "w", w.shape(), {x.shape(1)}, "(D)");
  require_counts(counts, N);
  MeanLossAccumulationCache cache;
  double squares = 0.0;
  std::size_t begin = 0;
  for (const std::int64_t count : counts) {
    const std::size_t end = begin + static_cast<std::size_t>(count);
    cache.micro_batches.push_back(run_micro_batch(x, y, w, begin, end));
    const Vector& error = cache.micro_batches.back().error;
    squares += sum(error * error);
    begin = end;
  }
  return {0.5 * squares / static_cast<double>(N), cache};
}

Vector mean_loss_accumulation_backward(double dloss, const MeanLossAccumulationCache& cache) {
  // TODO(a4.mean_loss_accumulation): own_gradient, above, is the gradient of the mean loss of one micro-batch
  // alone. Add them up, each with its right weight.
  throw NotImplemented("mean_loss_accumulation_backward");
}

}  // namespace backprop
