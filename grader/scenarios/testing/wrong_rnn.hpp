/// For tests: an rnn whose backward pass is right on moderate inputs and wrong where gradients vanish,
/// explode or saturate.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/ops/op.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {

struct RnnFlaws {
  std::size_t steps = std::numeric_limits<std::size_t>::max();  // of backpropagation through time
  double clip = std::numeric_limits<double>::infinity();  // each element of the gradient is clipped to this
  double zero_below = 0.0;                                // smaller elements become 0
  double least_slope = 0.0;                               // lower bound of tanh's slope
  double most_from_h = 1.0;                               // a factor for units with |h| above 0.1
};

/// Returns an rnn with these flaws in its backward pass. Without flaws it is the right one.
inline Op wrong_rnn(const RnnFlaws& flaws) {
  using backprop::Matrix;
  Op op = *find_op("rnn");
  op.start = [flaws](const Case& the_case) {
    Instance instance = find_op("rnn")->start(the_case);
    const backprop::Tensor3 h = to_tensor3(instance.outputs.at("h"));
    instance.backward = [the_case, flaws, h](const Tensors& upstream) -> Tensors {
      const backprop::Tensor3 x = to_tensor3(the_case.inputs.at("x"));
      const Matrix wx = to_matrix(the_case.inputs.at("wx"));
      const Matrix wh = to_matrix(the_case.inputs.at("wh"));
      const Matrix h0 = to_matrix(the_case.inputs.at("h0"));
      const backprop::Tensor3 dh = to_tensor3(upstream.at("h"));
      backprop::Tensor3 dx = 0.0 * x;
      Matrix dwx = 0.0 * wx;
      Matrix dwh = 0.0 * wh;
      backprop::Vector db = backprop::zeros(wh.shape(0));
      Matrix carried = 0.0 * h0;
      const std::size_t time = x.shape(1);
      for (std::size_t t = time; t-- > 0;) {
        const Matrix now = backprop::at_time(h, t);
        Matrix da = (backprop::at_time(dh, t) + carried) * xt::maximum(1.0 - now * now, flaws.least_slope);
        for (std::size_t i = 0; i < da.size(); ++i) {
          double& value = da.flat(i);
          if (std::abs(now.flat(i)) > 0.1) value *= flaws.most_from_h;
          value = std::clamp(value, -flaws.clip, flaws.clip);
          if (std::abs(value) < flaws.zero_below) value = 0.0;
        }
        if (time - t > flaws.steps) da = 0.0 * da;
        const Matrix before = t == 0 ? h0 : backprop::at_time(h, t - 1);
        backprop::set_time(dx, t, backprop::matmul(da, backprop::transpose(wx)));
        dwx += backprop::matmul(backprop::transpose(backprop::at_time(x, t)), da);
        dwh += backprop::matmul(backprop::transpose(before), da);
        db += backprop::sum(da, 0);
        carried = backprop::matmul(da, backprop::transpose(wh));
      }
      return {{"x", from_xtensor(dx)},
              {"h0", from_xtensor(carried)},
              {"wx", from_xtensor(dwx)},
              {"wh", from_xtensor(dwh)},
              {"b", from_xtensor(db)}};
    };
    return instance;
  };
  return op;
}

}  // namespace grader
