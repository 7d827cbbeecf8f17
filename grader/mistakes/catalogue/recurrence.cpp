#include "grader/mistakes/catalogue/recurrence.hpp"

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

using namespace backprop;

Tensors tensors_of(const StepBack& back) {
  return {{"x", from_xtensor(back.dx)},
          {"prev_h", from_xtensor(back.dprev_h)},
          {"wx", from_xtensor(back.dwx)},
          {"wh", from_xtensor(back.dwh)},
          {"b", from_xtensor(back.db)}};
}

Tensors over_the_batch(Given& given, const std::vector<std::string>& names) {
  return scaled(given.right, names, 1.0 / static_cast<double>(given.in.matrix("x").shape(0)));
}

KnownMistake averaged_bias() {
  return {.id = "db-averaged",
          .spoils = {"b"},
          .hint = "b is added to every row of the batch: do the rows' gradients add up or average?",
          .misconception = "A gradient that many rows share is their mean.",
          .answer = [](Given& given) { return over_the_batch(given, {"b"}); }};
}

Tensors weights_of(const SequenceBack& back) {
  return {{"wx", from_xtensor(back.dwx)}, {"wh", from_xtensor(back.dwh)}, {"b", from_xtensor(back.db)}};
}

Tensors tensors_of(const SequenceBack& back) {
  Tensors tensors = weights_of(back);
  tensors["x"] = from_xtensor(back.dx);
  tensors["h0"] = from_xtensor(back.dh0);
  return tensors;
}

void collect_all(SequenceBack& all, std::size_t t, const StepBack& step) {
  set_time(all.dx, t, step.dx);
  all.dwx += step.dwx;
  all.dwh += step.dwh;
  all.db += step.db;
}

namespace {

std::vector<std::size_t> last_to_first(std::size_t steps) {
  std::vector<std::size_t> order;
  for (std::size_t t = steps; t-- > 0;) order.push_back(t);
  return order;
}

}  // namespace

SequenceBack back_through_time(Given& given, const Unrolled& layer, const Turns& turns) {
  const Tensor3& dh = given.upstream.tensor3("h");
  const Tensor3& x = given.in.tensor3("x");
  const Matrix& wx = given.in.matrix("wx");
  const Matrix& wh = given.in.matrix("wh");
  const std::size_t N = x.shape(0);
  const std::size_t H = wh.shape(0);
  SequenceBack all{zeros(N, layer.steps, x.shape(2)), zeros(N, H), zeros(wx.shape(0), wx.shape(1)),
                   zeros(H, wh.shape(1)), zeros(wx.shape(1))};
  Matrix dnext_c = zeros(N, H);
  for (const std::size_t t : turns.order ? turns.order(layer.steps) : last_to_first(layer.steps)) {
    const Matrix own = at_time(dh, t);
    const Matrix dnext_h = turns.reaching ? turns.reaching(t, own, all.dh0) : evaluate(own + all.dh0);
    const StepBack step = layer.back(t, dnext_h, dnext_c);
    all.dh0 = turns.carry ? turns.carry(all.dh0, step) : step.dprev_h;
    dnext_c = step.dprev_c;
    if (turns.collect) {
      turns.collect(all, t, step);
    } else {
      collect_all(all, t, step);
    }
  }
  return all;
}

}  // namespace grader
