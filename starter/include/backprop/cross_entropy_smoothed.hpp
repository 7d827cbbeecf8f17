/// Softmax and cross-entropy with smoothed labels (Szegedy and others, 2016), over those places that count.
///
///     q_ntv = (1 - smoothing) [v = y_nt] + smoothing / V        p_ntv = e^x_ntv / sum_k e^x_ntk
///     loss = -1/count sum_nt sum_v q_ntv log p_ntv        over all (n, t) with y_nt != ignored
///
/// count is the number of those places, not N T. With smoothing 0 it is the ordinary cross-entropy; with
/// smoothing 1 every word is asked for alike, and y does not matter. `ignored` may be any whole number: that
/// of a word, such as padding, or one like -100 that no word has. Where it is all of y the loss is 0, and so
/// is dx. Must not overflow for |x| up to 1e3.
/// N = sequences, T = time steps, V = words in the vocabulary.
#pragma once

#include <backprop/tensor.hpp>
#include <cstdint>

namespace backprop {

struct CrossEntropySmoothedCache {
  Tensor3 p;      // (N, T, V)
  LabelMatrix y;  // (N, T)
  double smoothing;
  std::int64_t ignored;
};

/// x: (N, T, V) scores (logits), y: (N, T) the right words, each in [0, V) or `ignored`, smoothing: in
/// [0, 1].  Returns the loss, one number, and the cache.  Throws ShapeError when the sizes do not fit,
/// std::out_of_range for another y.
Forward<double, CrossEntropySmoothedCache> cross_entropy_smoothed_forward(const Tensor3& x,
                                                                          const LabelMatrix& y,
                                                                          double smoothing,
                                                                          std::int64_t ignored);

/// dloss: the upstream gradient, one number.  Returns dx: (N, T, V).
Tensor3 cross_entropy_smoothed_backward(double dloss, const CrossEntropySmoothedCache& cache);

}  // namespace backprop
