#include "grader/submission/toolkit.hpp"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <cstdlib>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;

std::string error(const fs::path& root) {
  try {
    read_toolkit(root);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Toolkit, IsWhole) {
  const Toolkit toolkit = find_toolkit();
  EXPECT_TRUE(toolkit.compiler.is_absolute());
  EXPECT_TRUE(fs::exists(toolkit.root / "include/backprop/affine.hpp"));
  EXPECT_TRUE(fs::exists(toolkit.root / "include/backprop/tensor.hpp.gch"));
  EXPECT_TRUE(fs::exists(toolkit.root / "lib/libbackprop_vocabulary.a"));
  EXPECT_THAT(toolkit.flags, Contains("-DXTENSOR_ENABLE_ASSERT"));
}

TEST(Toolkit, EverybodyMayReadIt) {
  for (const auto& entry : fs::recursive_directory_iterator(find_toolkit().root)) {
    EXPECT_NE(entry.status().permissions() & fs::perms::others_read, fs::perms::none) << entry.path();
  }
}

TEST(Toolkit, EnvironmentChooses) {
  setenv("BACKPROP_TOOLKIT", "/nowhere/toolkit", 1);
  EXPECT_THROW(find_toolkit(), std::runtime_error);
  unsetenv("BACKPROP_TOOLKIT");
  EXPECT_NO_THROW(find_toolkit());
}

TEST(Toolkit, SaysWhatToDoWhenItIsNotThere) {
  EXPECT_THAT(error("/nowhere"),
              HasSubstr("not in /nowhere (toolkit.json is not there): build or install the grader"));
}

TEST(Toolkit, FingerprintKnowsHeadersAndFlags) {
  const testing::Folder folder;
  fs::create_directories(folder.path() / "include/backprop");
  fs::create_directories(folder.path() / "lib");
  struct stat status = {};
  stat("/bin/true", &status);
  const std::string compiler_file = std::to_string(status.st_size) + ' ' + std::to_string(status.st_mtime);
  const auto configure = [&](const std::string& flag) {
    folder.write("toolkit.json",
                 R"({"compiler": "/bin/true", "compiler_version": "g++ 1", "compiler_file": ")" +
                     compiler_file + R"(", "compile_flags": [")" + flag + R"("], "link_flags": []})");
  };
  configure("-O1");
  folder.write("include/backprop/x.hpp", "1");
  const std::string first = read_toolkit(folder.path()).fingerprint;
  EXPECT_EQ(read_toolkit(folder.path()).fingerprint, first);
  folder.write("include/backprop/x.hpp", "12");
  const std::string second = read_toolkit(folder.path()).fingerprint;
  EXPECT_NE(second, first);
  configure("-O2");
  EXPECT_NE(read_toolkit(folder.path()).fingerprint, second);
}

TEST(Toolkit, BrokenDescription) {
  const testing::Folder folder;
  folder.write("toolkit.json", "{\"compiler\": 3}");
  EXPECT_THAT(error(folder.path()), HasSubstr(folder.path().string()));
}

}  // namespace
}  // namespace grader
