/// Wrong backward passes that students really write. Each is a function that runs. It tests the grader, which
/// must catch it. It also explains a student's answer that equals its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/ops/arguments.hpp"
#include "grader/ops/op.hpp"

namespace grader {

/// The input of a wrong backward pass.
struct Given {
  /// The inputs of the call, with their types: in.matrix("x").
  Arguments& in;
  /// The upstream gradients, by the output's name. Empty for a function without a backward pass.
  Arguments& upstream;
  /// The attributes: attributes.at("reg").
  const Attributes& attributes;
  /// The right gradients, or outputs. A mistake in one term of a sum starts from them.
  const Tensors& right;
};

/// Returns the wrong tensors only, by name; all others are right. Gradients have the name of their input or
/// node, "w" for dw. A function without a backward pass returns outputs.
using WrongAnswer = std::function<Tensors(Given&)>;

struct KnownMistake {
  /// The mistake's id, "transposed-dw". In a list of all mistakes it is "affine/transposed-dw".
  std::string_view id;
  /// The tensors that it gets wrong: {"w"}. They may still be right in some cases.
  std::vector<std::string> spoils;
  /// One sentence for the student. It points to the idea and does not give the line away.
  std::string_view hint;
  /// The belief of somebody who writes this. It is for the instructor.
  std::string_view misconception;
  WrongAnswer answer = {};
  /// For a mistake that remembers something between calls. Makes an answer with its own memory, which
  /// replaces `answer`.
  std::function<WrongAnswer()> answer_with_memory = {};
  /// The op's name, "affine". The registration sets it.
  std::string_view op = {};
};

/// Returns the full id: "affine/transposed-dw".
std::string full_id(const KnownMistake& mistake);

/// Returns all known mistakes, ordered by op and then as their file lists them.
const std::vector<KnownMistake>& all_mistakes();

/// Returns the mistakes of one op.
std::vector<const KnownMistake*> mistakes_of(std::string_view op);

/// Returns the mistake with this full id, or nullptr when there is no such mistake.
const KnownMistake* find_mistake(std::string_view full_id);

/// Registers the mistakes of a file: `const MistakeRegistration registration{"affine", {...}};`
struct MistakeRegistration {
  MistakeRegistration(std::string_view op, std::vector<KnownMistake> mistakes);
};

}  // namespace grader
