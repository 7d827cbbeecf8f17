/// The code that is fuzzed: the parts of the grader that read foreign input. Each target takes any bytes and
/// returns whether all of them made sense. It throws only if it finds a bug in the grader.
#pragma once

#include <cstddef>
#include <span>

namespace grader {

/// Treats the bytes as everything that a worker sends: frames, or what claims to be frames. Asks for a
/// forward pass, a backward pass and the end, and judges the answers.
bool fuzz_answers(std::span<const std::byte> bytes);

/// Takes an op from the first byte and the input of `grader vjp` from the rest. Computes the result if the
/// input is accepted.
bool fuzz_vjp_input(std::span<const std::byte> bytes);

}  // namespace grader
