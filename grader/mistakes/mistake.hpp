/// Wrong backward passes that students really write. Each is a function that runs: it serves as a test of the
/// grader, which has to catch it, and as an explanation, when a student's answer equals it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/ops/arguments.hpp"
#include "grader/ops/op.hpp"

namespace grader {

/// What a wrong backward pass is computed from.
struct Given {
  /// The inputs of the call, typed: in.matrix("x").
  Arguments& in;
  /// The upstream gradients, by the output's name; none for a function without a backward pass.
  Arguments& upstream;
  /// attributes.at("reg").
  const Attributes& attributes;
  /// The right gradients (or outputs), for a mistake in one term of a sum.
  const Tensors& right;
};

/// The wrong tensors alone, by name: the others are right. Gradients by the name of their input or node, "w"
/// for dw; for a function without a backward pass the outputs.
using WrongAnswer = std::function<Tensors(Given&)>;

struct KnownMistake {
  /// "transposed-dw"; in a list of all, "affine/transposed-dw".
  std::string_view id;
  /// What it gets wrong, wherever it differs at all: {"w"}.
  std::vector<std::string> spoils;
  /// One sentence for the student. It points to the idea and does not give the line away.
  std::string_view hint;
  /// What somebody who writes this believes, for the instructor.
  std::string_view misconception;
  WrongAnswer answer = {};
  /// For a mistake that remembers something between calls: makes an answer with a memory of its own. In place
  /// of `answer`.
  std::function<WrongAnswer()> answer_with_memory = {};
  /// "affine"; set by the registration.
  std::string_view op = {};
};

/// "affine/transposed-dw".
std::string full_id(const KnownMistake& mistake);

/// By op, then in the order in which its file lists them.
const std::vector<KnownMistake>& all_mistakes();

/// Those of one op.
std::vector<const KnownMistake*> mistakes_of(std::string_view op);

/// nullptr when there is none with that full id.
const KnownMistake* find_mistake(std::string_view full_id);

/// One in each file of mistakes: `const MistakeRegistration registration{"affine", {...}};`
struct MistakeRegistration {
  MistakeRegistration(std::string_view op, std::vector<KnownMistake> mistakes);
};

}  // namespace grader
