/// Answers that were worked out once and are asked for again. To name a mistake, every mistake of an op is
/// held against the same cases, so that the reference and each mistake would answer the same question many
/// times.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

#include "grader/ops/op.hpp"

namespace grader {

/// Writes the bits of a question: who is asked, and what. Equal texts are equal questions.
class Question {
 public:
  /// Starts with `who`, the address of an op or a mistake that lives as long as the program.
  explicit Question(const void* who);
  Question& add(const Tensors& tensors);
  Question& add(const Attributes& attributes);
  const std::string& bits() const { return bits_; }

 private:
  template <class T>
  void add_bits(const T* values, std::size_t count);

  std::string bits_;
};

/// Keeps answers up to a limit. When a further answer would exceed the limit, it forgets all of them.
class Memory {
 public:
  explicit Memory(std::size_t limit_bytes) : limit_bytes_(limit_bytes) {}

  /// Returns the answer to a question, and calls `work_out` if it is not remembered. An exception of
  /// `work_out` passes through, and nothing is kept.
  Tensors answer(const Question& question, const std::function<Tensors()>& work_out);
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t limit_bytes_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, Tensors> answers_;
};

/// Each thread has a memory of its own.
Memory& memory_of_this_thread();

}  // namespace grader
