/// The inner loops of an operation of the vocabulary. Apart from kernels.hpp, whose includers are compiled
/// for one kind of processor and take nothing from other headers.
#pragma once

#include <backprop/arithmetic.hpp>
#include <cstddef>

#include "kernels.hpp"

namespace backprop::detail {

inline const kernels::BinaryLoops& loops_of(Binary operation) {
  return kernels::loops().binary[static_cast<std::size_t>(operation)];
}

}  // namespace backprop::detail
