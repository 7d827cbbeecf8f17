// Fills the memory of a worker's new tensors with NaN. Zeros would hide that an element was never written,
// and leftover values would make a verdict depend on luck. A double of all ones is a NaN that no arithmetic
// produces.
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

void* filled(std::size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return std::memset(memory, 0xFF, size);
}

}  // namespace

void* operator new(std::size_t size) { return filled(size); }
void* operator new[](std::size_t size) { return filled(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
