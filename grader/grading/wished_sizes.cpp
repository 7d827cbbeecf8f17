#include "grader/grading/wished_sizes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

namespace grader {

namespace {

constexpr double kLargestSize = 1200;
constexpr double kLargestProduct = 1 << 15;
constexpr double kMostOfAnAttribute = 64;
constexpr double kElementBytes = sizeof(double);

constexpr std::size_t Sizes::*kSizes[] = {&Sizes::n, &Sizes::t, &Sizes::d, &Sizes::m};

bool is_whole(double number) { return number == std::floor(number); }

// Returns the least size of which `root` have a product of at least `product`.
std::size_t side_of(double product, int root) {
  auto side = static_cast<std::size_t>(std::pow(product, 1.0 / root));
  while (std::pow(static_cast<double>(side), root) < product) ++side;
  return side;
}

// Appends sizes in which each `chosen` number of them is a root of the product.
void add_roots(double product, int chosen, int root, std::vector<Sizes>& result) {
  // std::isfinite compares with the largest double, beside which one more is nothing.
  if (!(product <= std::pow(kLargestSize, root))) return;
  const std::size_t side = side_of(product, root);
  if (side < 2) return;
  for (unsigned subset = 1; subset < 16; ++subset) {
    if (std::popcount(subset) != chosen) continue;
    Sizes sizes;
    for (unsigned i = 0; i < 4; ++i) {
      if ((subset >> i & 1u) != 0) sizes.*kSizes[i] = side;
    }
    result.push_back(sizes);
  }
}

void add_factors(std::size_t number, std::vector<Sizes>& result) {
  std::size_t a = side_of(static_cast<double>(number), 2);
  while (a > 1 && number % a != 0) --a;
  if (a < 2 || a == number) return;
  for (const auto first : kSizes) {
    for (const auto second : kSizes) {
      if (first == second) continue;
      Sizes sizes;
      sizes.*first = a;
      sizes.*second = number / a;
      result.push_back(sizes);
    }
  }
}

}  // namespace

Probe with_sizes(Probe probe, const Sizes& sizes) {
  if (sizes.n > 0) probe.n = sizes.n;
  if (sizes.t > 0) probe.t = sizes.t;
  if (sizes.d > 0) probe.d = sizes.d;
  if (sizes.m > 0) probe.m = sizes.m;
  if (sizes.window > 2) probe.index = sizes.window;  // see ops/layers/window.hpp
  return probe;
}

Sizes with_small_others(Sizes sizes) {
  for (const auto each : kSizes) {
    if (sizes.*each == 0) sizes.*each = each == &Sizes::m ? 3 : 2;
  }
  return sizes;
}

std::vector<Sizes> sizes_near(double number) {
  if (!is_whole(number) || std::abs(number) > kLargestSize) return {};
  std::vector<Sizes> result;
  // `i < 16` compares with 15, and i is 16 only where the size is 17. A loop that ends at 16 misses nothing
  // of 16.
  for (const double size : {number + 2.0, number, number - 1.0, number + 1.0, 2.0 * number + 2.0}) {
    if (size < 1.0) continue;
    const auto whole = static_cast<std::size_t>(size);
    for (const auto each : kSizes) {
      Sizes sizes;
      sizes.*each = whole;
      result.push_back(sizes);
    }
    if (size != number + 2.0) continue;
    result.push_back({.t = whole + 1, .window = whole});
    result.push_back({.d = whole, .m = whole});
    result.push_back({.d = 2 * whole, .m = whole});
  }
  return result;
}

std::vector<Sizes> sizes_beside(const Sizes& sizes) {
  std::size_t most = 0;
  for (const auto each : kSizes) most = std::max(most, sizes.*each);
  std::vector<Sizes> result;
  if (most == 0) return result;
  result.push_back({.n = most, .t = most, .d = most, .m = most});
  for (const auto other : kSizes) {
    Sizes two = sizes;
    two.*other = most;
    result.push_back(two);
  }
  return result;
}

std::vector<Sizes> lopsided_sizes() {
  constexpr std::size_t kLarge = 150;
  constexpr std::size_t kMiddle = 12;
  std::vector<Sizes> result;
  for (const auto each : kSizes) {
    Sizes large;
    large.*each = kLarge;
    result.push_back(with_small_others(large));
    for (const std::size_t few : {std::size_t{1}, std::size_t{3}}) {
      Sizes small = {.n = kMiddle, .t = kMiddle, .d = kMiddle, .m = kMiddle};
      small.*each = few;
      result.push_back(small);
    }
  }
  return result;
}

std::vector<Sizes> sizes_in_proportion(const Branch& branch, const std::vector<Probe>& probes) {
  constexpr std::size_t Probe::*of_probe[] = {&Probe::n, &Probe::t, &Probe::d, &Probe::m};
  std::vector<Sizes> result;
  if (!branch.whole || branch.least < 1.0) return result;
  for (std::size_t i = 0; i < std::size(kSizes); ++i) {
    std::vector<std::size_t> seen;
    for (const Probe& probe : probes) seen.push_back(probe.*of_probe[i]);
    if (seen.empty()) continue;
    const auto [least, most] = std::ranges::minmax(seen);
    for (const double one :
         {branch.most / static_cast<double>(most), branch.least / static_cast<double>(least)}) {
      const double size = std::floor(branch.number / one) + 2.0;
      if (size == branch.number + 2.0 || size < 2.0 || size > kLargestSize) continue;
      Sizes sizes;
      sizes.*kSizes[i] = static_cast<std::size_t>(size);
      result.push_back(sizes);
    }
  }
  return result;
}

std::vector<Sizes> products_near(double number) {
  if (!is_whole(number) || number < 1.0) return {};
  std::vector<Sizes> result;
  // A size() may be compared as a number of bytes.
  if (number > kElementBytes) add_roots(std::ceil(number / kElementBytes) + 1.0, 2, 2, result);
  if (number > kLargestProduct) return result;
  const double product = number + 2.0;
  add_roots(product, 2, 2, result);
  add_roots(product, 1, 2, result);
  add_roots(product, 3, 3, result);
  add_roots(product, 2, 3, result);
  add_roots(product, 4, 4, result);
  add_roots(product, 1, 3, result);
  add_factors(static_cast<std::size_t>(number), result);
  const std::size_t side = side_of(product, 2);
  result.push_back({.t = side + 1, .window = side});
  return result;
}

std::vector<Sizes> sizes_beyond(std::size_t number) {
  std::vector<Sizes> result;
  const double twice = 2.0 * static_cast<double>(number) + 2.0;
  // A net as large as that may be too steep for an answer: a little larger than the number may do.
  for (const double size : {twice, static_cast<double>(number) + 2.0}) {
    if (size > 2.0 * kLargestSize) continue;
    for (const auto each : kSizes) {
      Sizes sizes;
      sizes.*each = static_cast<std::size_t>(size);
      result.push_back(sizes);
    }
  }
  if (twice > kLargestProduct) return result;
  add_roots(twice, 2, 2, result);
  add_roots(twice, 1, 2, result);
  return result;
}

std::vector<Sizes> sizes_for_attribute(double value) {
  if (!is_whole(value) || value < 1.0 || value > kMostOfAnAttribute) return {};
  const auto size = static_cast<std::size_t>(value);
  return {{.n = 2, .t = size + 2, .d = 2 * size, .m = size + 2},
          {.n = 1, .t = size, .d = 1, .m = size},
          {.n = 2, .t = 3, .d = 2 * size, .m = size}};
}

}  // namespace grader
