/// A gradient as it is judged: what was answered beside what is right, case by case.
#pragma once

#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"
#include "grader/checks/transcript.hpp"

namespace grader {

struct JudgedCase {
  const CaseTranscript* entry;
  Expected expected;
  Tensor actual;  // empty shape and no values where it is missing
};

struct JudgedGradient {
  const Op& op;
  std::string of;                  // the input or node, "x"
  std::string name;                // "dx"
  std::vector<std::string> shape;  // in symbols
  bool has_slope;                  // the forward pass can be run at another x
  std::vector<JudgedCase> cases;
};

}  // namespace grader
