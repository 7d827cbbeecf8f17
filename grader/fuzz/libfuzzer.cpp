// The entry point for libFuzzer. TARGET is one of the functions of targets.hpp.
#include <cstdint>

#include "grader/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  grader::TARGET(std::as_bytes(std::span(data, size)));
  return 0;
}
