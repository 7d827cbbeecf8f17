/// A gradient as the checks see it: in each case, the answer beside the right value.
#pragma once

#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"
#include "grader/checks/transcript.hpp"

namespace grader {

struct JudgedCase {
  const CaseTranscript* entry;
  Expected expected;
  Tensor actual;  // without shape and values when it was not answered
};

struct JudgedGradient {
  const Op& op;
  std::string of;                  // the input or node, "x"
  std::string name;                // "dx"
  std::vector<std::string> shape;  // in symbols
  bool has_slope;                  // whether the forward pass can be run at another x
  std::vector<JudgedCase> cases;
};

}  // namespace grader
