/// Searches for further cases. The reference says which of them have one right answer.
#pragma once

#include "grader/grading/further_cases.hpp"

namespace grader {

const FurtherSearch& further_search();

}  // namespace grader
