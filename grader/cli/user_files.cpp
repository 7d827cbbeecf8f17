#include "grader/cli/user_files.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "grader/base/input_error.hpp"
#include "grader/base/places.hpp"

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

std::function<std::string(const std::string&)> handouts_beside(const std::string& html) {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::path root = fs::weakly_canonical(places().course, none);
  // A relative path whose file is not there yet would stay relative.
  const fs::path folder = fs::weakly_canonical(fs::absolute(html), none).parent_path();
  return [root, folder](const std::string& handout) -> std::string {
    const fs::path to_page = folder.lexically_relative(root);
    if (to_page.empty() || *to_page.begin() == "..") return {};
    // A kit has the page beside the text, and the course has it among what was built.
    const fs::path text = root / handout;
    const fs::path built = places().handouts / (text.parent_path().filename().string() + ".html");
    for (const fs::path& file : {fs::path(text).replace_extension(".html"), built, text}) {
      std::error_code missing;
      if (fs::is_regular_file(file, missing)) return file.lexically_relative(folder).generic_string();
    }
    return {};
  };
}

void require_writable_place(const std::string& file) {
  if (file.empty() || file == "-") return;
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    throw InputError(folder.string() + (error == std::errc::permission_denied
                                            ? " cannot be reached: " + error.message()
                                            : " is not a folder to write to"));
  if (std::filesystem::is_directory(file, error))
    throw InputError(file + " is a folder, not a file to write to");
}

}  // namespace grader
