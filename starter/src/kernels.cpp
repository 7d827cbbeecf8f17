#include "kernels.hpp"

#include "kernel_loops.hpp"

namespace backprop::kernels {

namespace {

const Loops& fastest() {
#ifdef BACKPROP_HAS_X86_KERNELS
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return avx512;
  if (__builtin_cpu_supports("avx2")) return avx2;
#endif
  return portable;
}

}  // namespace

const Loops portable = compiled_loops();

const Loops& loops() {
  static const Loops& chosen = fastest();
  return chosen;
}

}  // namespace backprop::kernels
