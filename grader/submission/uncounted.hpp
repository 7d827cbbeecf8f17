// What clang++ precompiles in place of tensor.hpp. It cannot be told, as g++ can, that -finstrument-functions
// means the functions of a student's file alone and none of a header.
#pragma clang attribute push(__attribute__((no_instrument_function)), apply_to = function)
#include <backprop/tensor.hpp>
#pragma clang attribute pop
