// exp, log and tanh of arrays, within 2 units in the last place, and with the same bits on every processor:
// nothing but IEEE 754 additions, multiplications and divisions in a fixed order, which the compiler
// vectorises. The approximations are fdlibm's (e_exp.c, e_log.c; Sun Microsystems, 1993) and, for tanh near
// 0, Cephes' (tanh.c; Moshier, 1984); the coefficients are theirs.
//
// glibc's vector functions are as fast, but err by up to 2.8 units (exp), and their bits depend on the
// processor.
#pragma once

#include <cmath>
#include <cstdint>

#include "kernels.hpp"

namespace backprop::kernels {
namespace {

// Its last 21 bits are 0, so that products with small integers are exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInverseLn2 = 1.44269504088896338700e+00;
// Added and subtracted, it rounds to an integer, which in between is the low bits of the sum.
constexpr double kRounder = 0x1.8p52;

struct Exp {
  // Beyond these e^x, or a power of two on the way to it, is no normal number.
  static bool is_ordinary(double x) { return (x > -708.0) & (x < 709.0); }
  static double exact(double x) { return std::exp(x); }

  // x = k ln 2 + (high - low), then e^x = 2^k e^(high - low).
  static double of(double x) {
    const double shifted = x * kInverseLn2 + kRounder;
    const double k = shifted - kRounder;
    const double high = x - k * kLn2High;
    const double low = k * kLn2Low;
    const double r = high - low;
    const double t = r * r;
    const double c = r - t * (1.66666666666666019037e-01 +
                              t * (-2.77777777770155933842e-03 +
                                   t * (6.61375632143793436117e-05 +
                                        t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double fraction = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
    const std::uint64_t exponent =
        (__builtin_bit_cast(std::uint64_t, shifted) << 52) + (std::uint64_t{1023} << 52);
    return fraction * __builtin_bit_cast(double, exponent);
  }
};

struct Log {
  static bool is_ordinary(double x) { return (x >= 0x1p-1022) & (x < 0x1p1023); }
  static double exact(double x) { return std::log(x); }

  // x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
  static double of(double x) {
    constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E667F3BCD;
    constexpr std::uint64_t kMantissa = 0x000FFFFFFFFFFFFF;
    const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, x) - kSqrtHalf;
    // k may be negative: it goes through the bits of a double, 2048 larger than it is.
    const std::uint64_t biased = (bits + (std::uint64_t{2048} << 52)) >> 52;
    const double k =
        __builtin_bit_cast(double, biased + __builtin_bit_cast(std::uint64_t, kRounder)) - kRounder - 2048.0;
    const double m = __builtin_bit_cast(double, (bits & kMantissa) + kSqrtHalf);
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double t1 =
        w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double t2 =
        z * (6.666666666666735130e-01 +
             w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half_square = 0.5 * f * f;
    return k * kLn2High - ((half_square - (s * (half_square + (t1 + t2)) + k * kLn2Low)) - f);
  }
};

struct Tanh {
  static bool is_ordinary(double x) { return x == x; }
  static double exact(double x) { return std::tanh(x); }

  static double of(double x) {
    const double size = __builtin_fabs(x);
    const double z = x * x;
    const double p =
        (-9.64399179425052238628e-1 * z - 9.92877231001918586564e1) * z - 1.61468768441708447952e3;
    const double q =
        ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3;
    const double near_zero = size + size * z * (p / q);
    const double reach = size < 20.0 ? size : 20.0;  // from there on tanh is 1
    const double beyond = 1.0 - 2.0 / (Exp::of(2.0 * reach) + 1.0);
    return __builtin_copysign(size < 0.625 ? near_zero : beyond, x);
  }
};

// Works in groups that fit the first-level cache. `out` may be `x`.
template <class Function>
void transcendental(const double* x, double* out, Count n) {
  constexpr Count kGroup = 256;
  double group[kGroup];
  for (Count start = 0; start < n; start += kGroup) {
    const Count size = n - start < kGroup ? n - start : kGroup;
    const double* in = x + start;
    double* result = out + start;
    for (Count i = 0; i < size; ++i) group[i] = Function::of(in[i]);
    double others = 0.0;  // a double, since sums of doubles are vectorised and a bool is not
    for (Count i = 0; i < size; ++i) others += Function::is_ordinary(in[i]) ? 0.0 : 1.0;
    if (others != 0.0) {
      for (Count i = 0; i < size; ++i) {
        if (!Function::is_ordinary(in[i])) group[i] = Function::exact(in[i]);
      }
    }
    for (Count i = 0; i < size; ++i) result[i] = group[i];
  }
}

}  // namespace
}  // namespace backprop::kernels
