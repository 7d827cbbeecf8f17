#include <backprop/max_pool.hpp>

#include <algorithm>
#include <limits>

#include "grader/ops/layers/pooling.hpp"

BACKPROP_LAYER(max_pool)

namespace grader {
namespace {

Layer layer() { return pooling("out = the largest pixel of each window; the first one where several are"); }

// Pixels that are far enough from each other for a difference quotient: whole multiples of a step, in random
// order, moved by less than a fourth of it.
Tensor apart(backprop::Rng& rng, const Shape& shape, double scale) {
  Tensor x = Tensor::filled(shape, 0.0);
  std::vector<double> places(x.values.size());
  std::iota(places.begin(), places.end(), -0.5 * static_cast<double>(places.size()));
  x = random_choice(rng, shape, places);
  for (double& value : x.values) {
    value = scale * (value + 0.5 * (rng.uniform() - 0.5)) / std::sqrt(static_cast<double>(places.size()));
  }
  return x;
}

// "ties" has few values, or zeros of both signs only. "near-ties" has pixels that all differ, by less than a
// tolerance that a comparison may allow. "far-below" has negative pixels only, some below most doubles.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = image_batch(probe);
  if (probe.id == "ties") {
    const std::vector<std::vector<double>> values = {{0, 1}, {-2, -1, 0}, {-0.0, 0.0}};
    return {{{"x", random_choice(rng, shape, values.at(probe.index))}},
            probe.index == 1 ? window(3, 2, 3) : window(2, 3, 3)};
  }
  Tensor x = apart(rng, shape, probe.scale);
  // The largest pixel is the last one.
  if (probe.id == "wide-window") std::iter_swap(std::ranges::max_element(x.values), x.values.end() - 1);
  if (probe.id == "near-ties") {
    for (double& value : x.values) value = 1.0 + (probe.index == 0 ? 1e-11 : 1e-5) * value;
    return {{{"x", std::move(x)}}, window(2, 2, 2)};
  }
  if (probe.id == "far-below") {
    const double depth = probe.index == 0 ? 40.0 : 1e303;
    for (double& value : x.values) value = depth * (0.01 * value - 1.0);
    return {{{"x", std::move(x)}}, window(2, 3, 3 + probe.index)};
  }
  return {{{"x", std::move(x)}}, sample_window(probe)};
}

// For each pixel of each window, by how much it is above the largest of the others.
std::vector<double> leads(const Case& the_case) {
  const backprop::Tensor4 x = to_tensor4(the_case.inputs.at("x"));
  const backprop::PoolParam param = {size_attribute(the_case, "height"), size_attribute(the_case, "width"),
                                     size_attribute(the_case, "stride")};
  const auto [rows, columns] = backprop::pool_sizes("max_pool", x.shape(2), x.shape(3), param);
  std::vector<double> result;
  for (std::size_t k = 0; k < x.shape(0) * x.shape(1) * rows * columns; ++k) {
    const std::size_t j = k % columns;
    const std::size_t i = k / columns % rows;
    const std::size_t image = k / columns / rows;
    std::vector<double> pixels;
    for (std::size_t a = 0; a < param.height; ++a) {
      for (std::size_t b = 0; b < param.width; ++b) {
        pixels.push_back(
            x(image / x.shape(1), image % x.shape(1), i * param.stride + a, j * param.stride + b));
      }
    }
    if (pixels.size() == 1) continue;
    std::vector<double> sorted = pixels;
    std::partial_sort(sorted.begin(), sorted.begin() + 2, sorted.end(), std::greater<>());
    for (const double pixel : pixels) result.push_back(pixel - (pixel == sorted[0] ? sorted[1] : sorted[0]));
  }
  return result;
}

KnownAnswer published() {
  return {.source = "Stanford CS231n, assignment 2, ConvolutionalNetworks.ipynb",
          .inputs = {{"x", linspace(-0.3, 0.4, {2, 3, 4, 4})}},
          .attributes = window(2, 2, 2),
          .outputs = {{"out", {{2, 3, 2, 2}, {-0.26315789, -0.24842105, -0.20421053, -0.18947368, -0.14526316,
                                              -0.13052632, -0.08631579, -0.07157895, -0.02736842, -0.01263158,
                                              0.03157895,  0.04631579,  0.09052632,  0.10526316,  0.14947368,
                                              0.16421053,  0.20842105,  0.22315789,  0.26736842,  0.28210526,
                                              0.32631579,  0.34105263,  0.38526316,  0.4}}}},
          .tolerance = 0.51e-8};
}

KnownAnswer overlap() {
  return {
      .source = "1 5 2 above 4 3 5, in windows of 1 x 2: the 5 above is the largest of both of its windows",
      .inputs = {{"x", {{1, 1, 2, 3}, {1, 5, 2, 4, 3, 5}}}},
      .attributes = window(1, 2, 1),
      .outputs = {{"out", {{1, 1, 2, 2}, {5, 5, 4, 5}}}},
      .upstream = {{"out", {{1, 1, 2, 2}, {1, 10, 100, 1000}}}},
      .gradients = {{"x", {{1, 1, 2, 3}, {0, 11, 0, 100, 0, 1000}}}}};
}

KnownAnswer tie() {
  return {.source = "of a constant image each window takes its first pixel",
          .inputs = {{"x", {{1, 1, 2, 3}, {7, 7, 7, 7, 7, 7}}}},
          .attributes = window(2, 2, 1),
          .outputs = {{"out", {{1, 1, 1, 2}, {7, 7}}}},
          .upstream = {{"out", {{1, 1, 1, 2}, {3, 4}}}},
          .gradients = {{"x", {{1, 1, 2, 3}, {3, 4, 0, 0, 0, 0}}}}};
}

Probing probing() {
  return {.probes = pooling_probes_and({{.id = "ties", .n = 2, .d = 3, .m = 6, .t = 4, .cases = 3},
                                        {.id = "near-ties", .n = 2, .d = 3, .m = 6, .t = 4},
                                        {.id = "far-below", .n = 2, .d = 3, .m = 6, .t = 4}}),
          .sample = sample,
          .switches = leads,
          .known_answers = {published(), overlap(), tie()}};
}

}  // namespace
}  // namespace grader
