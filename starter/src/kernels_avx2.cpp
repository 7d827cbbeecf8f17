#include "kernels.hpp"

#ifdef BACKPROP_HAS_X86_KERNELS

#include "kernel_loops.hpp"

namespace backprop::kernels {

const Loops avx2 = compiled_loops();

}  // namespace backprop::kernels

#endif
