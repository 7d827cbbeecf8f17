#include <backprop/spectral_radius.hpp>

#include "grader/ops/call.hpp"
#include "grader/ops/spectrum.hpp"

BACKPROP_FUNCTION(spectral_radius)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "magnitude of the largest eigenvalue, complex ones included",
          .inputs = {fixed("w", {"H", "H"})},
          .outputs = {{"radius", {}}}};
}

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

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double radius = probe.scale * (0.5 + rng.uniform());
  if (probe.id == "zero") return {{{"w", Tensor::filled({probe.n, probe.n}, 0.0)}}, {}, "all zeros"};
  if (probe.n == 1) return {{{"w", Tensor::filled({1, 1}, rng.uniform() < 0.5 ? radius : -radius)}}, {}, {}};
  for (const Kind& kind : kKinds) {
    if (probe.id != kind.probe) continue;
    const backprop::Matrix w = matrix_with_spectrum(rng, probe.n, kind.largest, radius, kOthers);
    return {{{"w", from_xtensor(w)}}, {}, kind.note};
  }
  throw std::logic_error("no such probe: " + probe.id);
}

std::vector<Probe> probes() {
  std::vector<Probe> result;
  for (const Kind& kind : kKinds) {
    const double scale = std::string_view(kind.probe) == "huge" ? 1e200 : 1.0;
    for (const std::size_t size : {3, 8, 24}) {
      result.push_back({.id = kind.probe, .scale = scale, .n = size, .d = 5, .m = 2, .cases = 2});
    }
  }
  result.push_back({.id = "one-unit", .scale = 1.0, .n = 1, .d = 5, .m = 2});
  result.push_back({.id = "zero", .scale = 0.0, .n = 4, .d = 5, .m = 2, .cases = 1});
  return result;
}

Probing probing() {
  return {.probes = probes(),
          .sample = sample,
          .known_answers = {{.source = "a rotation by 90 degrees, times 3: the eigenvalues are 3i and -3i",
                             .inputs = {{"w", {{2, 2}, {0, -3, 3, 0}}}},
                             .outputs = {{"radius", Tensor::scalar(3)}},
                             .tolerance = 1e-8}}};
}

}  // namespace
}  // namespace grader
