#pragma once
#include <stdexcept>

namespace grader {

/// Reports wrong input to the grader: a file, an argument, a report. The message is one sentence that says
/// what is wrong and where. Ends the program with exit code 2.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace grader
