#include "grader/base/files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

std::string complaint(const std::string& path) {
  try {
    read_file(path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ReadFile, GivesEveryByte) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "file";
  const std::string bytes("a\r\n\0b", 5);
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(read_file(path), bytes);
  std::ofstream(path, std::ios::binary).flush();
  EXPECT_EQ(read_file(path), "");
}

TEST(ReadFile, SaysWhyItCannot) {
  EXPECT_EQ(complaint("/none/there"), "/none/there cannot be read: No such file or directory");
  EXPECT_EQ(complaint("/usr"), "/usr cannot be read: Is a directory");
}

}  // namespace
}  // namespace grader
