#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/pixels.hpp"

namespace grader {

namespace pixels_checkerboard_part {

constexpr std::array<std::size_t, 2> kKernels = {3, 4};
constexpr std::size_t kStride = 2;
constexpr std::size_t kImages = 8;
constexpr std::size_t kChannels = 8;
constexpr std::size_t kFilters = 64;
constexpr std::size_t kSide = 16;
constexpr std::size_t kEdge = 2;  // pixels at each edge, which lie in fewer windows whatever the kernel
constexpr double kUneven = 2.5;   // (2 x 2) windows against 1, so 4 on average
constexpr double kEven = 1.5;

std::string series_of(const std::string& what, std::size_t kernel) {
  return fmt::format("{}, kernel {}", what, kernel);
}

// Returns in how many windows each pixel lies.
std::vector<double> windows_over_pixels(std::size_t kernel) {
  std::vector<double> along(kSide, 0.0);
  for (std::size_t begin = 0; begin + kernel <= kSide; begin += kStride) {
    for (std::size_t k = 0; k < kernel; ++k) along[begin + k] += 1.0;
  }
  std::vector<double> result;
  for (const double row : along) {
    for (const double column : along) result.push_back(row * column);
  }
  return result;
}

// Returns the root mean square of each pixel's gradient over the images and channels.
std::vector<double> sizes_by_pixel(const Tensor& dx) {
  std::vector<double> sums(kSide * kSide, 0.0);
  for (std::size_t i = 0; i < dx.values.size(); ++i) sums[i % sums.size()] += dx.values[i] * dx.values[i];
  for (double& sum : sums) sum = std::sqrt(sum / static_cast<double>(kImages * kChannels));
  return sums;
}

// Returns the mean squares of the four kinds of pixels: of even and odd rows, in even and odd columns. The
// edge does not count.
std::array<double, 4> kinds_of_pixels(const std::vector<double>& sizes) {
  std::array<double, 4> sums{};
  for (std::size_t row = kEdge; row < kSide - kEdge; ++row) {
    for (std::size_t column = kEdge; column < kSide - kEdge; ++column) {
      const double size = sizes[row * kSide + column];
      sums[row % kStride * kStride + column % kStride] += size * size;
    }
  }
  const auto pixels = static_cast<double>((kSide / kStride - kEdge) * (kSide / kStride - kEdge));
  for (double& sum : sums) sum /= pixels;
  return sums;
}

// Returns how much larger the mean square is at the kind of pixels where it is largest than where it is
// smallest.
double unevenness(const Measurements& m, std::size_t kernel) {
  const std::array<double, 4> kinds = kinds_of_pixels(m.at(series_of("sizes", kernel)));
  return *std::max_element(kinds.begin(), kinds.end()) / *std::min_element(kinds.begin(), kinds.end());
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Measurements result;
  for (const std::size_t kernel : kKernels) {
    backprop::Rng rng(seed_for(seed, series_of("conv", kernel)));
    const std::size_t outputs = 1 + (kSide - kernel) / kStride;
    const double scale = 1.0 / std::sqrt(static_cast<double>(kFilters * kernel * kernel));
    LayerCall conv(subject, "conv",
                   {{"x", random_normal(rng, {kImages, kChannels, kSide, kSide})},
                    {"w", random_normal(rng, {kFilters, kChannels, kernel, kernel}, scale)},
                    {"b", Tensor::filled({kFilters}, 0.0)}},
                   {{"stride", static_cast<double>(kStride)}, {"pad", 0.0}});
    const Tensor dout = random_normal(rng, {kImages, kFilters, outputs, outputs});
    result[series_of("sizes", kernel)] = sizes_by_pixel(conv.backward({{"out", dout}}).at("x"));
    tell(fmt::format("kernel {}: the largest mean square is {:.2f} times the smallest", kernel,
                     unevenness(result, kernel)));
  }
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(unevenness(m, 3) > kUneven)) return "a kernel of 3 leaves no checkerboard";
  if (!(unevenness(m, 4) < kEven)) return "a kernel of 4 leaves a checkerboard";
  return std::nullopt;
}

Finding judge_sizes(const Measurements& student, const Measurements& reference) {
  for (const std::size_t kernel : kKernels) {
    const std::string series = series_of("sizes", kernel);
    const auto departure = first_departure(student.at(series), reference.at(series));
    if (!departure) continue;
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    const double windows = windows_over_pixels(kernel)[departure->step];
    return scenario_fails(
        fmt::format("With stride {} and a kernel of {}, the gradient of your conv has the root mean square "
                    "{} at the pixel "
                    "in row {} and column {}, which lies in {:.0f} window{}; expected {}.",
                    kStride, kernel, yours, departure->step / kSide, departure->step % kSide, windows,
                    windows == 1.0 ? "" : "s", expected));
  }
  return Finding::pass();
}

std::string story(const Measurements& m) {
  return fmt::format(
      "With stride 2 and a kernel of 3, the mean square of the gradient is {} times as large at the pixels "
      "that "
      "lie in 4 windows as at those that lie in 1. With a kernel of 4 all pixels lie in 4 windows, and the "
      "largest is {} times the smallest.",
      format_number(unevenness(m, 3), 3), format_number(unevenness(m, 4), 3));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<Panel> panels;
  for (const std::size_t kernel : kKernels)
    panels.push_back({fmt::format("windows, kernel {}", kernel), kSide, windows_over_pixels(kernel)});
  for (const std::size_t kernel : kKernels)
    panels.push_back(
        {fmt::format("gradient, kernel {}", kernel), kSide, student.at(series_of("sizes", kernel))});
  return {
      judge_sizes(student, reference),
      {images("pixels-checkerboard",
              "Stride 2: in how many windows a pixel lies, and how large its gradient is (root mean square "
              "over images and channels)",
              panels, /*columns=*/2, /*cell=*/9)}};
}

std::vector<Question> questions() {
  return {{.id = "checkerboard",
           .text =
               "A convolution has windows of 3 x 3 that move by 2, random weights and a random upstream "
               "gradient. How many times as large is the mean square of dx at pixels in four windows as at "
               "pixels in one?",
           .measure = [](const Measurements& m) { return unevenness(m, 3); },
           .factor = 1.4}};
}

}  // namespace pixels_checkerboard_part

ScenarioPart pixels_checkerboard() {
  return {"checkerboard",
          {"conv"},
          {"conv"},
          pixels_checkerboard_part::run,
          pixels_checkerboard_part::judge,
          pixels_checkerboard_part::story,
          {},
          pixels_checkerboard_part::questions()};
}

}  // namespace grader
