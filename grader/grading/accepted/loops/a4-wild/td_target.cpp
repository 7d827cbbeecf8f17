// The rewards are added last, and the maximum is found by comparing all pairs.
#include <backprop/td_target.hpp>

namespace backprop {

Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma) {
  require_shape("td_target", "q_next", q_next.shape(), {reward.size(), q_next.shape(1)}, "(N, A)");
  require_shape("td_target", "done", done.shape(), {reward.size()}, "(N)");
  require_labels("td_target", done, 2);
  Vector target = zeros(reward.size());
  for (std::size_t n = reward.size(); n-- > 0;) {
    for (std::size_t a = 0; a < q_next.shape(1) && done(n) == 0; ++a) {
      bool best = true;
      for (std::size_t other = 0; other < q_next.shape(1); ++other) best &= q_next(n, a) >= q_next(n, other);
      if (best) target(n) = gamma * q_next(n, a);
    }
    target(n) += reward(n);
  }
  return target;
}

}  // namespace backprop
