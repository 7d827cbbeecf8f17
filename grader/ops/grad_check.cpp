#include <backprop/grad_check.hpp>
#include <cmath>
#include <limits>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

using backprop::Matrix;

// A function whose gradient is known, for the student's checker to judge.
struct Known {
  const char* name;
  Matrix (*f)(const Matrix& x);
  Matrix (*vjp)(const Matrix& x, const Matrix& dout);
};

Matrix cubic(const Matrix& x) { return x * x * x - 2.0 * x; }
Matrix cubic_vjp(const Matrix& x, const Matrix& dout) { return dout * (3.0 * x * x - 2.0); }

Matrix logistic(const Matrix& x) { return 1.0 / (1.0 + backprop::exp(-x)); }
Matrix logistic_vjp(const Matrix& x, const Matrix& dout) {
  const Matrix e = backprop::exp(-backprop::abs(x));
  return dout * e / ((1.0 + e) * (1.0 + e));
}

Matrix rectifier(const Matrix& x) { return xt::maximum(x, 0.0); }
Matrix rectifier_vjp(const Matrix& x, const Matrix& dout) { return dout * (x > 0.0); }

Matrix magnitude(const Matrix& x) { return backprop::abs(x); }
Matrix magnitude_vjp(const Matrix& x, const Matrix& dout) { return dout * xt::where(x > 0.0, 1.0, -1.0); }

// Sums each row into one column: the gradient of an element depends on the whole row.
Matrix row_norm(const Matrix& x) { return backprop::as_column(backprop::sum(x * x, 1)); }
Matrix row_norm_vjp(const Matrix& x, const Matrix& dout) { return 2.0 * x * dout; }

Matrix faint(const Matrix& x) { return 1e-6 * cubic(x); }
Matrix faint_vjp(const Matrix& x, const Matrix& dout) { return 1e-6 * cubic_vjp(x, dout); }

Matrix steep(const Matrix& x) { return 1e6 * cubic(x); }
Matrix steep_vjp(const Matrix& x, const Matrix& dout) { return 1e6 * cubic_vjp(x, dout); }

const std::vector<Known>& known_functions() {
  static const std::vector<Known> functions = {
      {"cubic", cubic, cubic_vjp},
      {"sigmoid", logistic, logistic_vjp},
      {"relu", rectifier, rectifier_vjp},
      {"abs", magnitude, magnitude_vjp},
      {"squared norm of each row", row_norm, row_norm_vjp},
      {"cubic, times 1e-6", faint, faint_vjp},
      {"cubic, times 1e6", steep, steep_vjp},
  };
  return functions;
}

constexpr std::size_t kRelu = 2;

std::vector<std::size_t> functions_of(const std::string& probe) {
  if (probe.starts_with("kink")) return {2, 3};
  if (probe.starts_with("saturated")) return {1};
  if (probe.starts_with("scaled")) return {5, 6};
  return {0, 1, 4};
}

Tensor sample_x(backprop::Rng& rng, const std::string& probe, const Shape& shape) {
  Tensor x = probe.starts_with("saturated") ? random_choice(rng, shape, {-37, -20, -0.5, 0.3, 20, 37})
             : probe.starts_with("kink")    ? random_choice(rng, shape, {-2, -0.5, 0, 0.5, 2})
                                            : random_normal(rng, shape);
  if (probe.starts_with("kink")) x.values[0] = 0.0;
  if (probe.starts_with("saturated")) x.values[0] = 0.3;
  return x;
}

// Puts the gradient at the kink x = 0 of relu or abs at share `t` of the way from the left slope to the right one: right for t
// in [0, 1], wrong outside.
void set_at_kink(Tensor& dx, const Tensor& dout, bool is_relu, double t) {
  const double left = is_relu ? 0.0 : -dout.values[0];
  const double right = dout.values[0];
  dx.values[0] = left + t * (right - left);
}

// Makes a right dx wrong in one of the ways that backward passes go wrong; says which.
std::string spoil(backprop::Rng& rng, const std::string& probe, Tensor& dx) {
  const double off = 2e-3 * largest_magnitude(dx);
  if (probe == "nan-wrong") {
    dx.values[rng.index(dx.values.size())] = std::numeric_limits<double>::quiet_NaN();
    return "one NaN in it";
  }
  if (probe == "last-wrong") {
    dx.values.back() += off;
    return "its last element off by 2e-3 of the largest";
  }
  if (probe == "shape-wrong") {
    dx = {{dx.shape[1], dx.shape[0]}, dx.values};
    return "the wrong shape";
  }
  switch (rng.index(4)) {
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
  const std::size_t which = candidates[rng.index(candidates.size())];
  const Known& known = known_functions()[which];

  const Tensor x = sample_x(rng, probe.id, {probe.n, probe.d});
  const Matrix out = known.f(to_matrix(x));
  Tensor dout = random_normal(rng, {out.shape(0), out.shape(1)});
  if (probe.id.starts_with(
          "kink")) {  // what is wrong at the kink must be wrong by more than a checker may overlook
    dout.values[0] = std::copysign(0.5 + rng.uniform(), dout.values[0]);
  }
  Tensor dx = from_xtensor(known.vjp(to_matrix(x), to_matrix(dout)));

  std::string note = "a right gradient of " + std::string(known.name) + " must be accepted";
  if (probe.id == "kink-right") {
    set_at_kink(dx, dout, which == kRelu, 0.5 * static_cast<double>(rng.index(3)));
  } else if (probe.id == "kink-wrong") {
    set_at_kink(dx, dout, which == kRelu, rng.uniform() < 0.5 ? -0.5 : 1.5);
    note = "a wrong gradient of " + std::string(known.name) +
           " (outside of both slopes at x = 0) must be rejected";
  } else if (probe.id.ends_with("wrong")) {
    note = "a wrong gradient of " + std::string(known.name) + " (" + spoil(rng, probe.id, dx) +
           ") must be rejected";
  }
  return {{{"x", x}, {"dout", dout}, {"dx", dx}}, {{"function", static_cast<double>(which)}}, note};
}

std::vector<Probe> probes() {
  std::vector<Probe> result;
  for (const char* regime : {"smooth", "saturated", "scaled", "kink"}) {
    for (const char* kind : {"right", "wrong"}) {
      result.push_back({.id = std::string(regime) + "-" + kind, .n = 3, .d = 4, .m = 2, .cases = 8});
    }
  }
  for (const char* kind : {"nan-wrong", "last-wrong", "shape-wrong"}) {
    result.push_back({.id = kind, .n = 3, .d = 4, .m = 2, .cases = 3});
  }
  return result;
}

Op grad_check() {
  return {
      .name = "grad_check",
      .summary = "accepts dx where it is the gradient of sum(dout * f(x)), rejects it elsewhere",
      .inputs = {{.name = "x", .shape = {"N", "D"}, .differentiable = false},
                 {.name = "dout", .shape = {"N", "M"}, .differentiable = false},
                 {.name = "dx", .shape = {"R", "S"}, .differentiable = false}},
      .attributes =
          {{"function",
            "which f: 0 cubic, 1 sigmoid, 2 relu, 3 abs, 4 squared norm of each row (M = 1), 5 cubic times "
            "1e-6, 6 cubic times 1e6; M = D but for 4",
            0, 6, true}},
      .outputs = {{"accepted", {}}},
      .functions = {"grad_check"},
      .start =
          [](const Case& the_case) {
            const Known& known = known_functions().at(size_attribute(the_case, "function"));
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              const bool accepted =
                  backprop::grad_check(known.f, in.matrix("x"), in.matrix("dout"), in.matrix("dx"));
              return {{"accepted", Tensor::scalar(accepted ? 1.0 : 0.0)}};
            });
          },
      .probes = probes(),
      .sample = sample,
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(grad_check, grader::grad_check())
