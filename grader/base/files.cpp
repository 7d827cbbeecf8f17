#include "grader/base/files.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "grader/report/input_error.hpp"

namespace grader {

std::string read_file(const std::filesystem::path& path) {
  const auto refuse = [&](int error) {
    throw InputError(path.string() + " cannot be read: " + std::generic_category().message(error));
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) refuse(EISDIR);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) refuse(errno);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) refuse(EIO);
  return text;
}

}  // namespace grader
