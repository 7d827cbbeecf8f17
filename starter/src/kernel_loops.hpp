// The loops themselves. Included by a source file for each kind of processor, which compiles them with that
// processor's flags. Everything has internal linkage: the linker must not mix the two.
#pragma once

#include "kernel_math.hpp"
#include "kernels.hpp"

namespace backprop::kernels {
namespace {

struct Add {
  static double of(double a, double b) { return a + b; }
};
struct Subtract {
  static double of(double a, double b) { return a - b; }
};
struct Multiply {
  static double of(double a, double b) { return a * b; }
};
struct Divide {
  static double of(double a, double b) { return a / b; }
};
struct Less {
  static double of(double a, double b) { return a < b ? 1.0 : 0.0; }
};
struct LessEqual {
  static double of(double a, double b) { return a <= b ? 1.0 : 0.0; }
};
struct Greater {
  static double of(double a, double b) { return a > b ? 1.0 : 0.0; }
};
struct GreaterEqual {
  static double of(double a, double b) { return a >= b ? 1.0 : 0.0; }
};
struct Equal {
  static double of(double a, double b) { return a == b ? 1.0 : 0.0; }
};
struct NotEqual {
  static double of(double a, double b) { return a != b ? 1.0 : 0.0; }
};
struct And {
  static double of(double a, double b) { return ((a != 0.0) & (b != 0.0)) ? 1.0 : 0.0; }
};
struct Or {
  static double of(double a, double b) { return ((a != 0.0) | (b != 0.0)) ? 1.0 : 0.0; }
};
struct Maximum {
  static double of(double a, double b) { return ((a > b) | (a != a)) ? a : b; }
};
struct Minimum {
  static double of(double a, double b) { return ((a < b) | (a != a)) ? a : b; }
};
struct Power {
  static double of(double a, double b) { return __builtin_pow(a, b); }
};

template <class Operation>
constexpr BinaryLoops binary_loops() {
  return {
      [](const double* a, const double* b, double* out, Count n) {
        for (Count i = 0; i < n; ++i) out[i] = Operation::of(a[i], b[i]);
      },
      [](const double* a, double b, double* out, Count n) {
        for (Count i = 0; i < n; ++i) out[i] = Operation::of(a[i], b);
      },
      [](double a, const double* b, double* out, Count n) {
        for (Count i = 0; i < n; ++i) out[i] = Operation::of(a, b[i]);
      },
  };
}

struct SquareRoot {
  static double of(double x) { return __builtin_sqrt(x); }
};
struct Magnitude {
  static double of(double x) { return __builtin_fabs(x); }
};
struct Square {
  static double of(double x) { return x * x; }
};
struct Sign {
  static double of(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x; }
};
struct Negate {
  static double of(double x) { return -x; }
};

template <class Function>
void unary(const double* x, double* out, Count n) {
  for (Count i = 0; i < n; ++i) out[i] = Function::of(x[i]);
}

// Eight sums side by side, whatever the width of the registers, so that the bits are the same everywhere.
double sum(const double* x, Count n) {
  double part[8] = {};
  Count i = 0;
  for (; i + 8 <= n; i += 8) {
    for (Count k = 0; k < 8; ++k) part[k] += x[i + k];
  }
  for (Count k = 0; i < n; ++i, ++k) part[k] += x[i];
  return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

// Computes the Maximum or Minimum, eight elements at a time, as above.
template <class Operation>
double extreme(const double* x, Count n) {
  double best[8];
  for (Count k = 0; k < 8; ++k) best[k] = x[0];
  Count i = 0;
  for (; i + 8 <= n; i += 8) {
    for (Count k = 0; k < 8; ++k) best[k] = Operation::of(best[k], x[i + k]);
  }
  for (; i < n; ++i) best[0] = Operation::of(best[0], x[i]);
  for (Count k = 1; k < 8; ++k) best[0] = Operation::of(best[0], best[k]);
  return best[0];
}

// Four rows at a time: the sums so far are read and written a quarter as often.
void sum_rows(const double* x, Count rows, Count n, double* out) {
  for (Count i = 0; i < n; ++i) out[i] = x[i];
  Count row = 1;
  for (; row + 4 <= rows; row += 4) {
    const double* a = x + row * n;
    const double* b = a + n;
    const double* c = b + n;
    const double* d = c + n;
    for (Count i = 0; i < n; ++i) out[i] += (a[i] + b[i]) + (c[i] + d[i]);
  }
  for (; row < rows; ++row) {
    for (Count i = 0; i < n; ++i) out[i] += x[row * n + i];
  }
}

template <class Operation>
void merge(const double* x, double* out, Count n) {
  for (Count i = 0; i < n; ++i) out[i] = Operation::of(out[i], x[i]);
}

void choose(const double* condition, const double* a, Count a_step, const double* b, Count b_step,
            double* out, Count n) {
  if (a_step == 1 && b_step == 1) {
    for (Count i = 0; i < n; ++i) {
      const double left = a[i];
      const double right = b[i];
      out[i] = condition[i] != 0.0 ? left : right;
    }
  } else if (a_step == 1) {
    const double right = *b;
    for (Count i = 0; i < n; ++i) {
      const double left = a[i];
      out[i] = condition[i] != 0.0 ? left : right;
    }
  } else if (b_step == 1) {
    const double left = *a;
    for (Count i = 0; i < n; ++i) {
      const double right = b[i];
      out[i] = condition[i] != 0.0 ? left : right;
    }
  } else {
    const double left = *a;
    const double right = *b;
    for (Count i = 0; i < n; ++i) out[i] = condition[i] != 0.0 ? left : right;
  }
}

// Works in squares that fit the first-level cache: it reads and writes whole lines.
void transpose(const double* x, Count rows, Count columns, double* out) {
  constexpr Count kSide = 16;
  for (Count i0 = 0; i0 < rows; i0 += kSide) {
    const Count i1 = i0 + kSide < rows ? i0 + kSide : rows;
    for (Count j0 = 0; j0 < columns; j0 += kSide) {
      const Count j1 = j0 + kSide < columns ? j0 + kSide : columns;
      for (Count j = j0; j < j1; ++j) {
        for (Count i = i0; i < i1; ++i) out[j * rows + i] = x[i * columns + j];
      }
    }
  }
}

constexpr Loops compiled_loops() {
  return {
      .binary = {binary_loops<Add>(), binary_loops<Subtract>(), binary_loops<Multiply>(),
                 binary_loops<Divide>(), binary_loops<Less>(), binary_loops<LessEqual>(),
                 binary_loops<Greater>(), binary_loops<GreaterEqual>(), binary_loops<Equal>(),
                 binary_loops<NotEqual>(), binary_loops<And>(), binary_loops<Or>(), binary_loops<Maximum>(),
                 binary_loops<Minimum>(), binary_loops<Power>()},
      .unary = {transcendental<Exp>, transcendental<Log>, transcendental<Tanh>, unary<SquareRoot>,
                unary<Magnitude>, unary<Square>, unary<Sign>},
      .negate = unary<Negate>,
      .sum = sum,
      .max = extreme<Maximum>,
      .min = extreme<Minimum>,
      .sum_rows = sum_rows,
      .accumulate = merge<Add>,
      .raise = merge<Maximum>,
      .lower = merge<Minimum>,
      .choose = choose,
      .transpose = transpose,
  };
}

}  // namespace
}  // namespace backprop::kernels
