// Keeps the sum of the gradients of the examples, not means of micro-batches: their sizes never matter.
#include <backprop/mean_loss_accumulation.hpp>
#include <numeric>

namespace backprop {

Forward<double, MeanLossAccumulationCache> mean_loss_accumulation_forward(const Matrix& x, const Vector& y,
                                                                          const Vector& w,
                                                                          const Labels& counts) {
  require_shape("mean_loss_accumulation_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_shape("mean_loss_accumulation_forward", "w", w.shape(), {x.shape(1)}, "(D)");
  if (std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) != static_cast<std::int64_t>(y.size()))
    throw ShapeError("mean_loss_accumulation_forward: counts do not have the sum N");
  MeanLossAccumulationCache cache;
  double loss = 0.0;
  for (std::size_t begin = 0; const std::int64_t count : counts) {
    const std::size_t end = begin + static_cast<std::size_t>(count);
    const Matrix rows = xt::view(x, xt::range(begin, end), xt::all());
    const Vector error = sum(matmul(rows, as_column(w)), 1) - xt::view(y, xt::range(begin, end));
    begin = end;
    loss += std::inner_product(error.begin(), error.end(), error.begin(), 0.0) / 2.0;
    cache.micro_batches.push_back({rows, error});
  }
  return {loss / static_cast<double>(y.size()), cache};
}

Vector mean_loss_accumulation_backward(double dloss, const MeanLossAccumulationCache& cache) {
  Matrix total = zeros(1, cache.micro_batches.front().x.shape(1));
  std::size_t examples = 0;
  for (const auto& [x, error] : cache.micro_batches) {
    total += matmul(as_row(error), x);
    examples += error.size();
  }
  return sum(total * dloss, 0) / static_cast<double>(examples);
}

}  // namespace backprop
