// From the image upwards: every place knows the set of pixels that it sees, which is the union of what the
// places below it see. Counting the sets that a pixel is in comes last.
#include <algorithm>
#include <backprop/receptive_field.hpp>
#include <set>
#include <vector>

namespace backprop {

ReceptiveField receptive_field(const Labels& kernel, const Labels& stride, const Labels& pad, std::size_t W,
                               std::size_t output) {
  std::vector<std::set<std::size_t>> seen(W);
  for (std::size_t pixel = 0; pixel < W; ++pixel) seen[pixel] = {pixel};
  for (std::size_t l = 0; l < kernel.size(); ++l) {
    const ConvParam param{static_cast<std::size_t>(stride(l)), static_cast<std::size_t>(pad(l))};
    const auto window = static_cast<std::size_t>(kernel(l));
    std::vector<std::set<std::size_t>> above(windows_along("receptive_field", seen.size(), window, param));
    for (std::size_t o = 0; o < above.size(); ++o) {
      const std::size_t first = std::max(o * param.stride, param.pad);
      const std::size_t last = std::min(o * param.stride + window, seen.size() + param.pad);
      for (std::size_t place = first; place < last; ++place)
        above[o].insert(seen[place - param.pad].begin(), seen[place - param.pad].end());
    }
    seen = std::move(above);
  }
  ReceptiveField field{zeros(W), zeros(W)};
  for (const auto& pixels : seen) {
    for (const std::size_t pixel : pixels) field.seen_by(pixel) += 1.0;
  }
  for (const std::size_t pixel : seen.at(output)) field.sees(pixel) = 1.0;
  return field;
}

}  // namespace backprop
