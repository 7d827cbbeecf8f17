#include <backprop/grad_check.hpp>
#include <cmath>
#include <limits>

#include "grader/ops/call.hpp"
#include "grader/ops/checked_functions.hpp"
#include "grader/ops/checked_gradients.hpp"
#include "grader/ops/outside.hpp"

BACKPROP_LAYER_BY_HAND(grad_check)

namespace grader {
namespace {

Instance call(const Layer&, const Case& the_case) {
  // A worker does not hold the functions: each value comes from the grader.
  const auto f = [which = Tensor::scalar(the_case.attributes.at("function"))](const backprop::Matrix& x) {
    return to_matrix(call_outside(kCheckedFunction, {which, from_xtensor(x)}).at(0));
  };
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  const bool accepted =
      backprop::grad_check(f, inputs->matrix("x"), inputs->matrix("dout"), inputs->matrix("dx"));
  return instance_of(std::move(inputs), {{"accepted", Tensor::scalar(accepted ? 1.0 : 0.0)}});
}

Layer layer() {
  return {
      .summary = "whether dx is the gradient of sum(dout * f(x))",
      .inputs = {fixed("x", {"N", "D"}), fixed("dout", {"N", "M"}), fixed("dx", {"R", "S"})},
      .attributes =
          {{"function",
            "which f: 0 cubic, 1 sigmoid, 2 relu, 3 abs, 4 squared norm of each row (M = 1), 5 cubic times "
            "1e-6, 6 cubic times 1e6, 7 relu of x - 1; M = D but for 4",
            0, 7, true}},
      .outputs = {{"accepted", {}}},
      .outside = {kCheckedFunction}};
}

using backprop::Matrix;

constexpr std::size_t kAbs = 3;
constexpr std::size_t kMovedRelu = 7;

double kink_of(std::size_t which) { return which == kMovedRelu ? 1.0 : 0.0; }

bool is_at_kinks(const std::string& probe) { return probe.find("kink") != std::string::npos; }

std::vector<std::size_t> functions_of(const std::string& probe) {
  if (probe.starts_with("moved-kink")) return {kMovedRelu};
  if (probe.starts_with("kink")) return {2, 3};
  if (probe.starts_with("saturated")) return {1};
  if (probe.starts_with("faint")) return {5};
  if (probe.starts_with("steep")) return {6};
  return {0, 1, 4};
}

// In the last case at kinks all units of a relu are off: what does not change at all has a gradient of 0.
bool is_shut(const Probe& probe) { return probe.id.starts_with("kink") && probe.index == 8; }

// Around the kink at 0, which the caller may move.
Tensor sample_x(backprop::Rng& rng, const Probe& which, const Shape& shape) {
  const std::string& probe = which.id;
  if (is_shut(which)) return random_choice(rng, shape, {-2, -1, -0.5, -0.1});
  Tensor x = probe.starts_with("saturated") ? random_choice(rng, shape, {-37, -20, -0.5, 0.3, 20, 37})
             : is_at_kinks(probe)           ? random_choice(rng, shape, {-2, -0.5, 0, 0.5, 2})
                                            : random_normal(rng, shape);
  if (is_at_kinks(probe)) x.values[0] = 0.0;
  if (probe.starts_with("saturated")) x.values[0] = 0.3;
  return x;
}

// At each kink of relu or abs sets the gradient to share `t` of the way from the left slope to the
// right one. It is right for t in [0, 1] and wrong outside. All kinks get the same share, so that a checker
// that looks to one side only differs from one that takes the middle.
void set_at_kinks(Tensor& dx, const Tensor& x, const Tensor& dout, std::size_t which, double t) {
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    if (x.values[i] != kink_of(which)) continue;
    const double left = which == kAbs ? -dout.values[i] : 0.0;
    const double right = dout.values[i];
    dx.values[i] = left + t * (right - left);
  }
}

// Makes a right dx wrong in one of the ways in which backward passes go wrong, and says which.
std::string spoil(backprop::Rng& rng, const Probe& which, Tensor& dx) {
  const std::string& probe = which.id;
  const double off = 2e-3 * largest_magnitude(dx);
  if (probe == "nan-wrong") {
    dx.values[rng.index(dx.values.size())] = std::numeric_limits<double>::quiet_NaN();
    return "one NaN in it";
  }
  if (probe == "infinite-wrong") {
    dx.values[rng.index(dx.values.size())] = which.index % 2 == 0 ? HUGE_VAL : -HUGE_VAL;
    return "one infinite element in it";
  }
  if (probe == "last-wrong" || probe == "many-wrong") {
    dx.values.back() += off;
    return "its last element off by 2e-3 of the largest";
  }
  if (probe == "shape-wrong") {
    dx = {{dx.shape[1], dx.shape[0]}, dx.values};
    return "the wrong shape";
  }
  switch (which.index % 4) {
    case 0:
      for (double& value : dx.values) value = -value;
      return "the sign turned";
    case 1:
      for (double& value : dx.values) value *= 2.0;
      return "twice what is right";
    case 2:
      for (double& value : dx.values) value = 0.0;
      return "all zero";
    default:
      dx.values[rng.index(dx.values.size())] += off;
      return "one element off by 2e-3 of the largest";
  }
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const std::vector<std::size_t> candidates = functions_of(probe.id);
  // Functions and flaws follow from the case's number, so that each is tried under every seed.
  const std::size_t which = candidates[probe.index % candidates.size()];
  const std::size_t turn = probe.index / candidates.size();
  const CheckedFunction& known = checked_functions()[which];

  Tensor x = sample_x(rng, probe, {probe.n, probe.d});
  for (double& value : x.values) value += kink_of(which);
  const Matrix out = known.f(to_matrix(x));
  Tensor dout = random_normal(rng, {out.shape(0), out.shape(1)});
  // An error at a kink must be larger than a checker may overlook.
  if (is_at_kinks(probe.id)) {
    dout.values[0] = std::copysign(0.5 + rng.uniform(), dout.values[0]);
  }
  Tensor dx = from_xtensor(checked_gradient(which, to_matrix(x), to_matrix(dout)));

  std::string note = "a right gradient of " + std::string(known.name) + " must be accepted";
  if (probe.id.ends_with("kink-right")) {
    set_at_kinks(dx, x, dout, which, 0.5 * static_cast<double>(turn % 3));
  } else if (is_shut(probe)) {
    dx.values[rng.index(dx.values.size())] = dout.values[0];
    note = "a wrong gradient of relu, all of whose units are off, must be rejected";
  } else if (probe.id.ends_with("kink-wrong")) {
    set_at_kinks(dx, x, dout, which, turn % 2 == 0 ? -0.5 : 1.5);
    note = "a wrong gradient of " + std::string(known.name) +
           " (outside of both slopes at its kink) must be rejected";
  } else if (probe.id.ends_with("wrong")) {
    note = "a wrong gradient of " + std::string(known.name) + " (" + spoil(rng, probe, dx) +
           ") must be rejected";
  }
  return {{{"x", x}, {"dout", dout}, {"dx", dx}}, {{"function", static_cast<double>(which)}}, note};
}

std::vector<Probe> probes() {
  std::vector<Probe> result;
  const std::vector<std::pair<std::string, std::size_t>> regimes = {
      {"smooth", 8}, {"saturated", 8}, {"faint", 4}, {"steep", 4}, {"kink", 9}};
  for (const auto& [regime, cases] : regimes) {
    for (const char* kind : {"-right", "-wrong"}) {
      result.push_back({.id = regime + kind, .n = 3, .d = 4, .m = 2, .cases = cases});
    }
  }
  for (const char* kind : {"nan-wrong", "last-wrong", "shape-wrong"}) {
    result.push_back({.id = kind, .n = 3, .d = 4, .m = 2, .cases = 3});
  }
  // More elements than a checker may sample.
  for (const char* kind : {"many-right", "many-wrong"}) {
    result.push_back({.id = kind, .n = 6, .d = 11, .m = 2, .cases = 2});
  }
  for (const char* kind : {"moved-kink-right", "moved-kink-wrong"}) {
    result.push_back({.id = kind, .n = 3, .d = 4, .m = 2, .cases = 3});
  }
  result.push_back({.id = "infinite-wrong", .n = 3, .d = 4, .m = 2, .cases = 4});
  return result;
}

Probing probing() {
  return {.probes = probes(),
          .sample = sample,
          .known_answers = {{.source = "the slope of x^3 - 2 x at 1 is 1",
                             .inputs = {{"x", {{1, 1}, {1}}}, {"dout", {{1, 1}, {3}}}, {"dx", {{1, 1}, {3}}}},
                             .attributes = {{"function", 0}},
                             .outputs = {{"accepted", Tensor::scalar(1)}}}}};
}

}  // namespace
}  // namespace grader
