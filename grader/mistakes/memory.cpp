#include "grader/mistakes/memory.hpp"

#include <type_traits>

namespace grader {

namespace {

std::size_t bytes_of(const Tensors& tensors) {
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : tensors) bytes += name.size() + sizeof(double) * tensor.values.size();
  return bytes;
}

}  // namespace

Question::Question(const void* who) { add_bits(&who, 1); }

template <class T>
void Question::add_bits(const T* values, std::size_t count) {
  static_assert(std::is_trivially_copyable_v<T>);
  bits_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Each text and list is preceded by its length, so that no two questions have the same bits.
Question& Question::add(const Tensors& tensors) {
  const std::size_t count = tensors.size();
  add_bits(&count, 1);
  for (const auto& [name, tensor] : tensors) {
    const std::size_t lengths[] = {name.size(), tensor.shape.size(), tensor.values.size()};
    add_bits(lengths, 3);
    add_bits(name.data(), name.size());
    add_bits(tensor.shape.data(), tensor.shape.size());
    add_bits(tensor.values.data(), tensor.values.size());
  }
  return *this;
}

Question& Question::add(const Attributes& attributes) {
  const std::size_t count = attributes.size();
  add_bits(&count, 1);
  for (const auto& [name, value] : attributes) {
    const std::size_t length = name.size();
    add_bits(&length, 1);
    add_bits(name.data(), name.size());
    add_bits(&value, 1);
  }
  return *this;
}

Tensors Memory::answer(const Question& question, const std::function<Tensors()>& work_out) {
  const auto found = answers_.find(question.bits());
  if (found != answers_.end()) return found->second;
  Tensors answer = work_out();
  const std::size_t bytes = question.bits().size() + bytes_of(answer);
  if (bytes > limit_bytes_) return answer;
  if (bytes_ + bytes > limit_bytes_) {
    answers_.clear();
    bytes_ = 0;
  }
  bytes_ += bytes;
  return answers_.emplace(question.bits(), std::move(answer)).first->second;
}

Memory& memory_of_this_thread() {
  constexpr std::size_t kLimitBytes = 64u << 20;
  thread_local Memory memory(kLimitBytes);
  return memory;
}

}  // namespace grader
