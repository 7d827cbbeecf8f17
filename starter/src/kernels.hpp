/// The inner loops of the vocabulary: plain arrays, no checks. Compiled for every processor, for those with
/// AVX2, and for those with AVX-512. The fastest ones that this processor can run are chosen when the program
/// starts.
///
/// All results have the same bits on all processors.
#pragma once

#include <cstddef>

namespace backprop::kernels {

using Count = std::size_t;

/// out[i] = a[i] op b[i], where either side may be one number. `out` may be `a` or `b`.
struct BinaryLoops {
  void (*tensors)(const double* a, const double* b, double* out, Count n);
  void (*number_right)(const double* a, double b, double* out, Count n);
  void (*number_left)(double a, const double* b, double* out, Count n);
};

using UnaryLoop = void (*)(const double* x, double* out, Count n);

struct Loops {
  BinaryLoops binary[15];  // in the order of detail::Binary
  UnaryLoop unary[7];      // in the order of detail::Unary
  UnaryLoop negate;

  double (*sum)(const double* x, Count n);
  double (*max)(const double* x, Count n);  // NaN if there is one; n > 0
  double (*min)(const double* x, Count n);
  /// out: (n) = the sum of the rows of x: (rows, n); rows > 0.
  void (*sum_rows)(const double* x, Count rows, Count n, double* out);
  /// out[i] += x[i], and out[i] = the larger (smaller) one.
  void (*accumulate)(const double* x, double* out, Count n);
  void (*raise)(const double* x, double* out, Count n);
  void (*lower)(const double* x, double* out, Count n);

  /// out[i] = condition[i] != 0 ? a[i * a_step] : b[i * b_step]; a step is 0 (one number) or 1. `out` may be
  /// any of them.
  void (*choose)(const double* condition, const double* a, Count a_step, const double* b, Count b_step,
                 double* out, Count n);
  /// out: (columns, rows) is the transpose of x: (rows, columns).
  void (*transpose)(const double* x, Count rows, Count columns, double* out);
};

/// Returns the loops that this processor runs fastest.
const Loops& loops();

extern const Loops portable;
#if defined(__x86_64__)
#define BACKPROP_HAS_X86_KERNELS
extern const Loops avx2;
extern const Loops avx512;
#endif

}  // namespace backprop::kernels
