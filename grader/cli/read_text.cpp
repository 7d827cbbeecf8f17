#include "grader/cli/read_text.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "grader/report/input_error.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

std::string read_stream(std::FILE* stream, const std::string& name) {
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), stream)) {
    text.append(buffer.data(), got);
    if (text.size() > kMaxBytes) throw InputError(name + " is larger than 64 MiB");
  }
  if (std::ferror(stream)) throw InputError(name + " cannot be read: " + std::strerror(errno));
  return text;
}

}  // namespace

std::string read_text(const std::string& path) {
  if (path == "-") return read_stream(stdin, "standard input");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), std::fclose);
  if (!file) throw InputError(path + " cannot be read: " + std::strerror(errno));
  return read_stream(file.get(), path);
}

}  // namespace grader
