#include "datasets/read_file.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

#include "grader/report/input_error.hpp"

namespace grader {

std::string read_file(const std::filesystem::path& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(path, error))
    throw InputError(path.string() + ": cannot be read");
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return bytes;
}

}  // namespace grader
