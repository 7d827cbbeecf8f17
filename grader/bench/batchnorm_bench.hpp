/// Batch normalisation's two backward passes, step by step and in closed form, timed against each other.
#pragma once

namespace grader {

/// Prints the median time of each and their ratio, for batches of several sizes. They must agree, or this
/// throws.
void bench_batchnorm();

}  // namespace grader
