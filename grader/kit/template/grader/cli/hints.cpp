// A kit has no catalogue of mistakes, so a report describes what is wrong without naming the mistake.
#include "grader/cli/hints.hpp"

namespace grader {

NameMistake hints() { return {}; }

}  // namespace grader
