// std::max_element of each row; what comes after the end is multiplied by 1 - done, not left out.
#include <algorithm>
#include <backprop/td_target.hpp>

namespace backprop {

Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma) {
  require_shape("td_target", "q_next", q_next.shape(), {reward.size(), q_next.shape(1)}, "(N, A)");
  require_shape("td_target", "done", done.shape(), {reward.size()}, "(N)");
  require_labels("td_target", done, 2);
  Vector target = zeros(reward.size());
  for (std::size_t n = 0; n < target.size(); ++n) {
    const auto row = xt::view(q_next, n, xt::all());
    const double discount = gamma * static_cast<double>(1 - done(n));
    target(n) = discount * *std::max_element(row.begin(), row.end()) + reward(n);
  }
  return target;
}

}  // namespace backprop
