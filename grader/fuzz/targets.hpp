/// What is fuzzed: code of the grader's that reads what others wrote. Each target takes any bytes, returns
/// whether they made sense to their end, and throws only when it has found a mistake of the grader's.
#pragma once

#include <cstddef>
#include <span>

namespace grader {

/// The bytes are all that a worker ever sends: frames, or what claims to be. It is asked for a forward pass,
/// a backward pass and the end; whatever it answers is then judged.
bool fuzz_answers(std::span<const std::byte> bytes);

/// The first byte chooses an op, the rest is what `grader vjp` reads. What is accepted is computed.
bool fuzz_vjp_input(std::span<const std::byte> bytes);

}  // namespace grader
