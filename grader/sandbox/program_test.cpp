#include "grader/sandbox/program.hpp"

#include <gtest/gtest.h>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(ShownToPrograms, IsEverythingBelowUsr) {
  EXPECT_TRUE(is_shown_to_programs("/usr"));
  EXPECT_TRUE(is_shown_to_programs("/usr/local/share/not-there"));
  EXPECT_TRUE(is_shown_to_programs("/lib/anything"));
  EXPECT_FALSE(is_shown_to_programs("/opt/usr"));
  EXPECT_FALSE(is_shown_to_programs("/usrlocal"));
  EXPECT_FALSE(is_shown_to_programs("/"));
}

TEST(ShownToPrograms, IsSeenThroughLinks) {
  const TemporaryFolder folder;
  fs::create_symlink("/usr/local", folder.path() / "link");
  EXPECT_TRUE(is_shown_to_programs(folder.path() / "link/share"));
  EXPECT_FALSE(is_shown_to_programs(folder.path() / "other"));
}

}  // namespace
}  // namespace grader
