#include <backprop/elementwise.hpp>

#include "kernels.hpp"

namespace backprop::detail {

namespace {

kernels::UnaryLoop loop_of(Unary function) {
  return kernels::loops().unary[static_cast<std::size_t>(function)];
}

}  // namespace

double apply_to(Unary function, double x) {
  loop_of(function)(&x, &x, 1);
  return x;
}

template <std::size_t Rank>
Dense<Rank> apply_to(Unary function, const Dense<Rank>& x) {
  Dense<Rank> result(x.shape());
  loop_of(function)(x.data(), result.data(), x.size());
  return result;
}

template <std::size_t Rank>
Dense<Rank> apply_to(Unary function, Dense<Rank>&& x) {
  loop_of(function)(x.data(), x.data(), x.size());
  return std::move(x);
}

#define BACKPROP_INSTANTIATE(Rank)                                \
  template Dense<Rank> apply_to<Rank>(Unary, const Dense<Rank>&); \
  template Dense<Rank> apply_to<Rank>(Unary, Dense<Rank> &&);
BACKPROP_INSTANTIATE(1)
BACKPROP_INSTANTIATE(2)
BACKPROP_INSTANTIATE(3)
BACKPROP_INSTANTIATE(4)
#undef BACKPROP_INSTANTIATE

}  // namespace backprop::detail
