#include "grader/cli/hints.hpp"

#include "grader/mistakes/match.hpp"

namespace grader {

NameMistake hints() { return name_mistake; }

}  // namespace grader
