/// Wrong ways to draw a layer's first weights.
#pragma once

#include <backprop/rng.hpp>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

struct Fans {
  std::size_t in;
  std::size_t out;
};

/// Returns w, drawn from a generator in the same state as the right function's.
inline WrongAnswer drawn(backprop::Matrix (*w)(const Fans& fans, backprop::Rng& rng)) {
  return [w](Given& given) {
    backprop::Rng rng(static_cast<std::uint64_t>(given.attributes.at("seed")));
    const Fans fans = {static_cast<std::size_t>(given.attributes.at("fan_in")),
                       static_cast<std::size_t>(given.attributes.at("fan_out"))};
    return wrong_matrix("w", w(fans, rng));
  };
}

/// Returns standard normals times deviation(fan_in, fan_out).
inline WrongAnswer normals_times(double (*deviation)(double fan_in, double fan_out)) {
  return [deviation](Given& given) {
    backprop::Rng rng(static_cast<std::uint64_t>(given.attributes.at("seed")));
    const double fan_in = given.attributes.at("fan_in");
    const double fan_out = given.attributes.at("fan_out");
    return wrong_matrix("w", deviation(fan_in, fan_out) * rng.normal(static_cast<std::size_t>(fan_in),
                                                                     static_cast<std::size_t>(fan_out)));
  };
}

}  // namespace grader
