#include <backprop/td_target.hpp>

namespace backprop {

Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma) {
  const std::size_t N = reward.size();
  require_shape("td_target", "q_next", q_next.shape(), {N, q_next.shape(1)}, "(N, A)");
  require_shape("td_target", "done", done.shape(), {N}, "(N)");
  require_labels("td_target", done, 2);
  // BEGIN SOLUTION function: the reward, and what is to be expected after it, if anything comes after it.
  const Vector best = max(q_next, 1);
  Vector target = reward;
  for (std::size_t n = 0; n < N; ++n) {
    if (done(n) == 0) target(n) += gamma * best(n);
  }
  return target;
  // END SOLUTION
}

}  // namespace backprop
