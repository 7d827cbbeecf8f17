#include <backprop/td_target.hpp>

namespace backprop {

Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma) {
  const std::size_t N = reward.size();
  require_shape("td_target", "q_next", q_next.shape(), {N, q_next.shape(1)}, "(N, A)");
  require_shape("td_target", "done", done.shape(), {N}, "(N)");
  require_labels("td_target", done, 2);
  // TODO(a4.td_target): the reward, and what is to be expected after it, if anything comes after it.
  throw NotImplemented("td_target");
}

}  // namespace backprop
