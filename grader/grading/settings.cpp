#include "grader/grading/settings.hpp"

#include <random>

#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/ops/probe.hpp"
#include "grader/report/report.hpp"

namespace grader {

namespace {

// A gradient that lacks a small term of its sum is often right to three digits, so no tolerance may be
// larger.
constexpr double kMostTolerance = 1e-4;

double tolerance_member(const JsonReader& json, std::string_view member, double otherwise) {
  const auto found = json.find(member);
  if (!found) return otherwise;
  const double value = found->number();
  if (!(value >= 0.0 && value <= kMostTolerance)) found->fail("is not between 0 and 1e-4");
  return value;
}

}  // namespace

std::uint64_t Seeds::master_seed(const std::string& sha256) const {
  switch (policy) {
    case Policy::fixed:
      return seed;
    case Policy::fresh: {
      std::random_device system;
      return ((std::uint64_t{system()} << 32) | system()) & kMaxSeed;
    }
    case Policy::per_submission:
      break;
  }
  return seed_for(0, sha256);
}

Seeds read_seeds(const JsonReader& parent) {
  Seeds seeds;
  const auto json = parent.find("seeds");
  if (!json) return seeds;
  json->expect_object({"policy", "seed"});
  const std::string policy = (*json)["policy"].string();
  const auto seed = json->find("seed");
  if (policy == "fixed") {
    seeds.policy = Seeds::Policy::fixed;
    seeds.seed = (*json)["seed"].integer(kMaxSeed);
    return seeds;
  }
  if (seed) seed->fail("is given, but the policy is not \"fixed\"");
  if (policy == "fresh") {
    seeds.policy = Seeds::Policy::fresh;
  } else if (policy != "per_submission") {
    (*json)["policy"].fail("is not one of per_submission, fixed, fresh");
  }
  return seeds;
}

Tolerance read_tolerance(const JsonReader& parent, const Tolerance& otherwise) {
  const auto json = parent.find("tolerance");
  if (!json) return otherwise;
  json->expect_object({"relative", "absolute"});
  return {tolerance_member(*json, "relative", otherwise.relative),
          tolerance_member(*json, "absolute", otherwise.absolute)};
}

}  // namespace grader
