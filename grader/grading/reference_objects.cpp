#include "grader/grading/reference_objects.hpp"

#include <fstream>
#include <iterator>

namespace grader {

std::filesystem::path reference_objects_folder() { return BACKPROP_REFERENCE_OBJECTS; }

std::optional<Object> reference_object(const std::string& source_name) {
  const std::filesystem::path file =
      reference_objects_folder() / (std::filesystem::path(source_name).stem().string() + ".o");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return Object{source_name, std::string(std::istreambuf_iterator<char>(stream), {})};
}

}  // namespace grader
