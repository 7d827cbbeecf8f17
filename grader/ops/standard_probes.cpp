#include <utility>

#include "grader/ops/probe.hpp"

namespace grader {

std::vector<Probe> standard_probes() {
  return {
      {.id = "unit", .scale = 1.0, .n = 4, .d = 5, .m = 3},
      {.id = "small", .scale = 0.05, .n = 3, .d = 7, .m = 4},
      {.id = "large", .scale = 4.0, .n = 5, .d = 3, .m = 6},
      {.id = "batch-of-one", .scale = 1.0, .n = 1, .d = 4, .m = 3},
      {.id = "tall", .scale = 1.0, .n = 9, .d = 2, .m = 5},
      {.id = "wide", .scale = 1.0, .n = 2, .d = 5, .m = 11},
      {.id = "square", .scale = 1.0, .n = 4, .d = 4, .m = 4, .cases = 1},
      {.id = "narrow", .scale = 1.0, .n = 41, .d = 1, .m = 2, .cases = 1},
      {.id = "broad", .scale = 1.0, .n = 3, .d = 70, .m = 36, .cases = 1},
  };
}

std::vector<Probe> standard_probes_and(std::vector<Probe> more) {
  std::vector<Probe> probes = standard_probes();
  for (Probe& probe : more) probes.push_back(std::move(probe));
  return probes;
}

}  // namespace grader
