/// The isolating backends that this grader was built with: linux_backends.cpp, or no_backends.cpp in a build
/// with BACKPROP_SANDBOX=OFF. isolation.hpp and confinement.hpp are what others use.
#pragma once

#include "grader/sandbox/isolation.hpp"

namespace grader {

/// Tries a backend other than Isolation::none.
BackendStatus probe_backend(Isolation isolation);

}  // namespace grader
