/// A gradient or an output as the checks see it: in each case, the answer beside the right value.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"
#include "grader/checks/transcript.hpp"

namespace grader {

struct JudgedCase {
  const CaseTranscript* entry;
  Expected expected;
  Tensor actual;          // without shape and values when it was not answered
  std::size_t index = 0;  // of the case in its transcript
};

struct JudgedGradient {
  const Op& op;
  std::string of;                  // the input or node, "x"; for an output the output itself
  std::string name;                // "dx"
  std::vector<std::string> shape;  // in symbols
  bool has_slope;                  // whether the forward pass can be run at another x
  std::vector<JudgedCase> cases;
  /// The tensors that the same call returns beside this one, and what they should be. They explain an answer
  /// that is in the wrong place. May be empty.
  std::vector<std::string> others = {};
  std::function<Tensor(const JudgedCase&, const std::string& other)> right_other = {};
  bool is_output = false;
  /// Returns the cases of this gradient that the check does not look at. They may refute what its own cases
  /// suggest. May be empty.
  std::function<std::vector<JudgedCase>()> elsewhere = {};
  /// Whether what is wrong is to be explained.
  bool explained = true;
};

}  // namespace grader
