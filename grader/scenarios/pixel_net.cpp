#include "grader/scenarios/pixel_net.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/rounding.hpp"

namespace grader {

namespace {

constexpr std::size_t kHeldOutEvery = 9;
constexpr double kPixelNoise = 0.02;
constexpr std::size_t kSeeingBatch = 32;
constexpr double kSeeingRate = 0.15;

// The gradients in the order in which a backward pass makes them.
constexpr const char* kSeeingGradients[] = {"b2", "w2", "gamma", "beta", "w1", "b1", "x"};

std::string norm_of(const std::string& gradient) { return "d" + gradient; }

// Returns the digits of these rows as images.
DigitImages images_of(backprop::Rng& rng, const std::vector<std::size_t>& rows) {
  const DigitBatch& all = all_digits();
  DigitImages images{Tensor::filled({rows.size(), 1, kImageSide, kImageSide}, 0.0),
                     Tensor::filled({rows.size()}, 0.0)};
  for (std::size_t n = 0; n < rows.size(); ++n) {
    for (std::size_t d = 0; d < kDigitPixels; ++d) {
      images.x.values[n * kDigitPixels + d] =
          all.x.values[rows[n] * kDigitPixels + d] + kPixelNoise * rng.normal();
    }
    images.y.values[n] = all.y.values[rows[n]];
  }
  return images;
}

Tensor normals(backprop::Rng& rng, Shape shape, double scale) {
  Tensor result = Tensor::filled(std::move(shape), 0.0);
  for (double& value : result.values) value = scale * rng.normal();
  return result;
}

}  // namespace

DigitImages draw_images(backprop::Rng& rng, std::size_t n) {
  std::vector<std::size_t> rows;
  while (rows.size() < n) {
    const std::size_t row = rng.index(all_digits().y.values.size());
    if (row % kHeldOutEvery != 0) rows.push_back(row);
  }
  return images_of(rng, rows);
}

DigitImages held_out_images(backprop::Rng& rng) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < all_digits().y.values.size(); row += kHeldOutEvery) rows.push_back(row);
  return images_of(rng, rows);
}

DigitImages one_image(const DigitImages& images, std::size_t place, double y) {
  const auto first = images.x.values.begin() + static_cast<std::ptrdiff_t>(place * kDigitPixels);
  return {{{1, 1, kImageSide, kImageSide}, {first, first + kDigitPixels}}, {{1}, {y}}};
}

PixelNetLayout seeing_layout() {
  return {.filters = 8, .kernel = 3, .pad = 1, .pool = 2, .norm = PixelNorm::group, .groups = 2, .beta = 0.0};
}

PixelNet::PixelNet(const PixelNetLayout& layout, backprop::Rng& rng)
    : attributes_{{"norm", static_cast<double>(layout.norm)},
                  {"groups", static_cast<double>(layout.groups)},
                  {"conv_stride", 1.0},
                  {"pad", static_cast<double>(layout.pad)},
                  {"pool_height", static_cast<double>(layout.pool)},
                  {"pool_width", static_cast<double>(layout.pool)},
                  {"pool_stride", static_cast<double>(layout.pool)}} {
  const std::size_t side = (kImageSide + 2 * layout.pad - layout.kernel + 1) / layout.pool;
  const std::size_t features = layout.filters * side * side;
  const auto fan_in = static_cast<double>(layout.kernel * layout.kernel);
  parameters_ = {
      {"w1", normals(rng, {layout.filters, 1, layout.kernel, layout.kernel}, std::sqrt(2.0 / fan_in))},
      {"b1", Tensor::filled({layout.filters}, 0.0)},
      {"gamma", Tensor::filled({layout.filters}, 1.0)},
      {"beta", Tensor::filled({layout.filters}, layout.beta)},
      {"w2", normals(rng, {features, kDigitClasses}, std::sqrt(0.1 / static_cast<double>(features)))},
      {"b2", Tensor::filled({kDigitClasses}, 0.0)}};
}

LayerCall PixelNet::forward(Subject& subject, const DigitImages& images) const {
  Tensors inputs = parameters_;
  inputs["x"] = images.x;
  inputs["y"] = images.y;
  return {subject, "conv_net", std::move(inputs), attributes_};
}

PixelNet::Pass PixelNet::run(Subject& subject, const DigitImages& images, double upstream) const {
  LayerCall net = forward(subject, images);
  return {net.number("loss"), net.backward({{"loss", Tensor::scalar(upstream)}})};
}

PixelNet::Pass PixelNet::train(Subject& subject, const DigitImages& images, double learning_rate) {
  Pass pass = run(subject, images);
  for (auto& [name, parameter] : parameters_) {
    const std::vector<double>& gradient = pass.gradients.at(name).values;
    for (std::size_t i = 0; i < gradient.size(); ++i) parameter.values[i] -= learning_rate * gradient[i];
  }
  return pass;
}

double PixelNet::loss(Subject& subject, const DigitImages& images) const {
  return forward(subject, images).number("loss");
}

void PixelNet::move_by_rounding(std::uint64_t seed) {
  for (const char* name : {"w1", "w2"}) {
    std::vector<double>& values = parameters_.at(name).values;
    const backprop::Matrix row = to_matrix({{1, values.size()}, values});
    values = from_xtensor(moved_by_rounding(row, seed_for(seed, name))).values;
  }
}

std::vector<double> class_probabilities(const PixelNet::Pass& pass, std::size_t y) {
  std::vector<double> result = pass.gradients.at("b2").values;
  result.at(y) += 1.0;
  return result;
}

PixelNet train_seeing_net(Subject& subject, backprop::Rng& rng, std::size_t steps,
                          const std::optional<std::uint64_t>& moved, const Tell& tell, Measurements& result) {
  PixelNet net(seeing_layout(), rng);
  if (moved) net.move_by_rounding(*moved);
  for (std::size_t step = 0; step < steps; ++step) {
    const PixelNet::Pass pass = net.train(subject, draw_images(rng, kSeeingBatch), kSeeingRate);
    result["loss"].push_back(pass.loss);
    for (const char* gradient : kSeeingGradients)
      result[norm_of(gradient)].push_back(norm(pass.gradients.at(gradient)));
    tell_step(tell, "digits", step + 1, steps, fmt::format("loss {:.3f}", pass.loss));
  }
  return net;
}

std::optional<NamedDeparture> earliest_departure(const std::vector<NamedSeries>& all,
                                                 const Measurements& student, const Measurements& reference) {
  std::optional<NamedDeparture> first;
  for (const NamedSeries& series : all) {
    const auto departure = first_departure_of_training(student.at(series.key), reference.at(series.key),
                                                       reference.at(moved_series(series.key)));
    if (!departure || (first && first->step <= departure->step)) continue;
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    first = {departure->step, series.words, yours, expected};
  }
  return first;
}

std::optional<std::string> seeing_net_problem(const Measurements& student, const Measurements& reference) {
  std::vector<NamedSeries> all = {{"loss", "the loss"}};
  for (const char* gradient : kSeeingGradients)
    all.push_back({norm_of(gradient), fmt::format("the norm of d{} of your conv_net", gradient)});
  const auto first = earliest_departure(all, student, reference);
  if (!first) return std::nullopt;
  return fmt::format("Learning the digits, {} is {} at step {}, expected {}.", first->words, first->yours,
                     first->step, first->expected);
}

}  // namespace grader
