#include <algorithm>
#include <backprop/receptive_field.hpp>
#include <vector>

namespace backprop {

namespace {

// Layer `l` as one that has the ConvParam of its stride and padding.
ConvParam param_of(const Labels& stride, const Labels& pad, std::size_t l) {
  if (stride(l) < 1 || pad(l) < 0) throw ShapeError("receptive_field: a stride below 1, or a pad below 0");
  return {static_cast<std::size_t>(stride(l)), static_cast<std::size_t>(pad(l))};
}

// The sizes from the image (W) to the outputs of the last layer: L + 1 of them.
std::vector<std::size_t> sizes_of(const Labels& kernel, const Labels& stride, const Labels& pad,
                                  std::size_t W) {
  const std::size_t L = kernel.size();
  require_shape("receptive_field", "stride", stride.shape(), {L}, "(L)");
  require_shape("receptive_field", "pad", pad.shape(), {L}, "(L)");
  std::vector<std::size_t> sizes = {W};
  for (std::size_t l = 0; l < L; ++l) {
    sizes.push_back(windows_along("receptive_field", sizes.back(),
                                  static_cast<std::size_t>(std::max<std::int64_t>(kernel(l), 0)),
                                  param_of(stride, pad, l)));
  }
  return sizes;
}

}  // namespace

ReceptiveField receptive_field(const Labels& kernel, const Labels& stride, const Labels& pad, std::size_t W,
                               std::size_t output) {
  const std::vector<std::size_t> sizes = sizes_of(kernel, stride, pad, W);
  if (output >= sizes.back()) throw std::out_of_range("receptive_field: there is no such output");
  // TODO(a5.receptive_field): sizes[l] is the size that layer l looks at, sizes[L] that of the last outputs.
  // Mark one output, and go down layer by layer: which places does a marked one see?
  throw NotImplemented("receptive_field");
}

}  // namespace backprop
