/// Times the two backward passes of batch normalisation, step by step and in closed form.
#pragma once

namespace grader {

/// Prints the median time of each and their ratio, for several batch sizes. Throws if their results differ.
void bench_batchnorm();

}  // namespace grader
