// A kit has no catalogue of mistakes. Its golden answers name them.
#include "grader/cli/hints.hpp"

namespace grader {

NameMistake hints() { return {}; }

}  // namespace grader
