#include "kernels.hpp"

#ifdef BACKPROP_HAS_AVX2_KERNELS

#include "kernel_loops.hpp"

namespace backprop::kernels {

const Loops avx2 = compiled_loops();

}  // namespace backprop::kernels

#endif
