#include "grader/grading/reference_objects.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace grader {

std::optional<Object> reference_object(const std::string& source_name) {
  const std::filesystem::path file = std::filesystem::path(BACKPROP_REFERENCE_OBJECTS) /
                                     (std::filesystem::path(source_name).stem().string() + ".o");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return Object{source_name, std::string(std::istreambuf_iterator<char>(stream), {})};
}

}  // namespace grader
