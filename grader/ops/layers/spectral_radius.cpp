#include <backprop/spectral_radius.hpp>

#include "grader/ops/call.hpp"
#include "grader/ops/spectrum.hpp"

BACKPROP_LAYER_BY_HAND(spectral_radius)

namespace grader {
namespace {

// A radius of 1e-165 would be right to within any tolerance that is absolute. So w is handed in times a
// factor, and the radius is divided by it. Scenarios hand in w as it is.
Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  const auto given = the_case.attributes.find("factor");
  const double factor = given == the_case.attributes.end() ? 1.0 : given->second;
  const double radius = backprop::spectral_radius(inputs->matrix("w") * factor);
  return instance_of(std::move(inputs), {{"radius", Tensor::scalar(radius / factor)}});
}

Layer layer() {
  return {
      .summary = "magnitude of the largest eigenvalue, complex ones included",
      .inputs = {fixed("w", {"H", "H"})},
      .attributes = {{"factor", "w is handed in times this, and the radius divided by it", 1e-200, 1e200}},
      .outputs = {{"radius", {}}}};
}

using backprop::Matrix;

// The other eigenvalues relative to the radius. Vector iterations can still separate this ratio within some
// hundred steps.
constexpr double kOthers = 0.9;

// The texts lie in the table itself, so that a worker's linker drops them with it.
struct Kind {
  char probe[16];
  char note[64];
  Largest largest;
};
constexpr Kind kKinds[] = {
    {"positive", "the largest eigenvalue is a positive number", Largest::positive},
    {"negative", "the largest eigenvalue is a negative number", Largest::negative},
    {"complex-pair", "the largest eigenvalues are a complex pair", Largest::complex_pair},
    {"opposite", "the largest eigenvalues are r and -r", Largest::opposite},
    {"all-alike", "all eigenvalues are equally large, at different angles", Largest::all},
    {"huge", "the elements are near 1e200", Largest::complex_pair},
};

// A turn along an ellipse ten times as long as wide: the length of w^k v goes up and down by that factor.
Matrix elliptic(backprop::Rng& rng, std::size_t size, double radius) {
  constexpr double kAxes = 10.0;
  Matrix w = backprop::zeros(size, size);
  const double angle = 0.4 + 2.3 * rng.uniform();
  w(0, 0) = w(1, 1) = radius * std::cos(angle);
  w(0, 1) = -radius * kAxes * std::sin(angle);
  w(1, 0) = radius / kAxes * std::sin(angle);
  for (std::size_t h = 2; h < size; ++h) w(h, h) = 0.5 * radius * rng.uniform();
  return w;
}

// All eigenvalues are 0: unit h reaches only units that come later in a random order.
Matrix nilpotent(backprop::Rng& rng, std::size_t size) {
  std::vector<std::size_t> order(size);
  for (std::size_t h = 0; h < size; ++h) {
    order[h] = h;
    std::swap(order[h], order[rng.index(h + 1)]);
  }
  Matrix w = backprop::zeros(size, size);
  for (std::size_t h = 0; h < size; ++h) {
    for (std::size_t later = h + 1; later < size; ++later) w(order[h], order[later]) = rng.normal();
  }
  return w;
}

// The radius is 1e-9 of the other elements, or less. On the diagonal are the eigenvalues, so that each is
// known to the last digit, and the other ones are far smaller than the radius.
Matrix far_from_normal(backprop::Rng& rng, const Probe& probe, double radius) {
  Matrix w = backprop::zeros(probe.n, probe.n);
  const std::size_t place = probe.index % probe.n;
  for (std::size_t h = 0; h < probe.n; ++h) {
    w(h, h) = h == place ? radius : 0.05 * radius * rng.uniform();
    for (std::size_t later = h + 1; later < probe.n; ++later) w(h, later) = 1e9 * (1.0 + rng.uniform());
  }
  return w;
}

// The vector of ones belongs to a smaller eigenvalue, a quarter of the diagonal. It stays there when w is
// applied, since all sums are exact for a size of 5. All other eigenvalues are larger than the diagonal. With
// a size of 2 it belongs to 0.
Matrix orthogonal_to_ones(backprop::Rng& rng, std::size_t size) {
  const double diagonal = 1.0 + static_cast<double>(rng.index(64)) / 64.0;
  if (size == 2) return Matrix{{diagonal, -diagonal}, {-diagonal, diagonal}};
  Matrix w = backprop::zeros(size, size) - 0.75 * diagonal / static_cast<double>(size - 1);
  for (std::size_t h = 0; h < size; ++h) w(h, h) = diagonal;
  return w;
}

// The largest eigenvalue is reached over a link of 1e-7. In the first case the first unit belongs to a
// smaller eigenvalue, but for that link. In the second (1, ..., 1) does: it is orthogonal to the left
// eigenvector (1 + link, -1, 0, ...), but for the link. A hundred products leave the smaller one far behind.
// In the first few of them lengths hardly change, as if they had settled.
Matrix weakly_linked(backprop::Rng& rng, const Probe& probe, double radius) {
  constexpr double kLink = 1e-7;
  const std::size_t size = probe.n;
  if (rng.uniform() < 0.5) radius = -radius;
  Matrix w = backprop::zeros(size, size);
  if (probe.index == 0) {
    w(0, 0) = 0.4 * radius;
    const double shared = 0.6 * radius / static_cast<double>(size - 1);
    for (std::size_t h = 1; h < size; ++h) {
      for (std::size_t other = 1; other < size; ++other) w(h, other) = shared;
      w(h, h) += 0.4 * radius;
    }
    w(0, 1) = w(1, 0) = kLink * radius;
    return w;
  }
  w += 0.4 * radius / static_cast<double>(size);
  const double share = radius / (2.0 + kLink);
  for (std::size_t h = 0; h < 2; ++h) {
    const double sign = h == 0 ? 1.0 : -1.0;
    w(h, 0) += sign * share * (1.0 + kLink);
    w(h, 1) -= sign * share;
  }
  return w;
}

// Each unit reaches the next one alone, and the last the first: a permutation in one cycle, with weights
// whose product is radius^size. All eigenvalues are as large, and their powers sum to 0, but for every
// size-th.
Matrix cyclic(backprop::Rng& rng, std::size_t size, double radius) {
  Matrix w = backprop::zeros(size, size);
  double rest = 1.0;
  for (std::size_t h = 0; h < size; ++h) {
    const double weight = h + 1 == size ? rest : 0.5 + rng.uniform();
    rest /= weight;
    w(h, (h + 1) % size) = radius * weight;
  }
  return w;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double radius = probe.scale * (0.5 + rng.uniform());
  if (probe.id == "zero") return {{{"w", Tensor::filled({probe.n, probe.n}, 0.0)}}, {}, "all zeros"};
  if (probe.n == 1) return {{{"w", Tensor::filled({1, 1}, rng.uniform() < 0.5 ? radius : -radius)}}, {}, {}};
  if (probe.id == "elliptic")
    return {{{"w", from_xtensor(elliptic(rng, probe.n, radius))}},
            {},
            "the largest eigenvalues are a complex pair"};
  if (probe.id == "nilpotent")
    return {{{"w", from_xtensor(nilpotent(rng, probe.n))}}, {}, "all eigenvalues are 0"};
  if (probe.id == "far-from-normal") {
    return {{{"w", from_xtensor(far_from_normal(rng, probe, radius))}},
            {},
            "the radius is far smaller than other elements"};
  }
  if (probe.id == "orthogonal-to-ones") {
    return {
        {{"w", from_xtensor(orthogonal_to_ones(rng, probe.n))}}, {}, "(1, ..., 1) has a smaller eigenvalue"};
  }
  if (probe.id == "cycle")
    return {{{"w", from_xtensor(cyclic(rng, probe.n, radius))}}, {}, "each unit reaches one other alone"};
  if (probe.id == "weak-link")
    return {{{"w", from_xtensor(weakly_linked(rng, probe, radius))}},
            {},
            "only a weak link leads to the largest eigenvalue"};
  for (const Kind& kind : kKinds) {
    if (probe.id != kind.probe) continue;
    const Matrix w = matrix_with_spectrum(rng, probe.n, kind.largest, radius, kOthers);
    return {{{"w", from_xtensor(w)}}, {}, kind.note};
  }
  throw std::logic_error("no such probe: " + probe.id);
}

// In three cases of "huge" the factor is what makes the elements huge, or tiny: those whose squares are 0,
// and those whose squares have few digits.
Case sample_with_factor(backprop::Rng& rng, Probe probe) {
  const bool far_from_one = probe.id == "huge" && probe.index >= 2;
  if (far_from_one) probe.scale = 1.0;
  Case the_case = sample(rng, probe);
  the_case.attributes["factor"] = !far_from_one      ? 1.0
                                  : probe.index == 2 ? 1e160
                                  : probe.index == 3 ? 1e-165
                                                     : 1e-158;
  if (far_from_one) the_case.note = "w is handed in times the factor";
  return the_case;
}

std::vector<Probe> probes() {
  std::vector<Probe> result;
  for (const Kind& kind : kKinds) {
    const bool huge = std::string_view(kind.probe) == "huge";
    for (const std::size_t size : {3U, 8U, 24U}) {
      result.push_back({.id = kind.probe,
                        .scale = huge ? 1e200 : 1.0,
                        .n = size,
                        .d = 5,
                        .m = 2,
                        .cases = huge && size == 3 ? 5U : 2U});
    }
  }
  for (const std::size_t size : {2U, 6U}) {
    result.push_back({.id = "elliptic", .n = size, .d = 5, .m = 2, .cases = 1});
    result.push_back({.id = "nilpotent", .n = size, .d = 5, .m = 2, .cases = 1});
  }
  for (const std::size_t size : {2U, 5U})
    result.push_back({.id = "orthogonal-to-ones", .n = size, .d = 3, .m = 2, .cases = 1});
  result.push_back({.id = "one-unit", .scale = 1.0, .n = 1, .d = 5, .m = 2});
  result.push_back({.id = "zero", .scale = 0.0, .n = 4, .d = 5, .m = 2, .cases = 1});
  for (const std::size_t size : {2U, 3U})
    result.push_back({.id = "far-from-normal", .n = size, .d = 5, .m = 2, .cases = 2});
  result.push_back({.id = "weak-link", .n = 4, .d = 5, .m = 2, .cases = 2});
  result.push_back({.id = "huge", .scale = 1e200, .n = 2, .d = 5, .m = 2, .cases = 5});
  for (const std::size_t size : {3U, 7U})
    result.push_back({.id = "cycle", .n = size, .d = 5, .m = 2, .cases = 1});
  return result;
}

Probing probing() {
  return {.probes = probes(),
          .sample = sample_with_factor,
          .known_answers = {{.source = "a rotation by 90 degrees, times 3: the eigenvalues are 3i and -3i",
                             .inputs = {{"w", {{2, 2}, {0, -3, 3, 0}}}},
                             .attributes = {{"factor", 1}},
                             .outputs = {{"radius", Tensor::scalar(3)}},
                             .tolerance = 1e-8}}};
}

}  // namespace
}  // namespace grader
