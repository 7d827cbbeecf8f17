#include "grader/submission/box_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(BoxDirectory, IsPrivateAndGoesAway) {
  fs::path path;
  {
    const BoxDirectory box;
    path = box.work().parent_path();
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    box.write("a.cpp", "text");
    EXPECT_EQ(box.read("a.cpp", 100).bytes, "text");
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(BoxDirectory, GoesAwayWhenClosedDirectoriesWereLeft) {
  fs::path path;
  {
    // Root can open everything.
    const testing::AsOrdinaryUser user;
    const BoxDirectory box;
    path = box.work().parent_path();
    fs::create_directories(box.work() / "a/b/c");
    fs::permissions(box.work() / "a/b", fs::perms::none);
    fs::permissions(box.work() / "a", fs::perms::none);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(BoxDirectory, RemovesLinksAndNotWhatTheyPointTo) {
  const testing::Folder folder;
  folder.write("kept", "");
  {
    const BoxDirectory box;
    fs::create_directory_symlink(folder.path(), box.work() / "link");
  }
  EXPECT_TRUE(fs::exists(folder.path() / "kept"));
}

TEST(BoxDirectory, ReadsAndMovesNoLinks) {
  const BoxDirectory box;
  const BoxDirectory other;
  fs::create_symlink("/etc/passwd", box.work() / "out.o");
  EXPECT_EQ(box.read("out.o", 1 << 20).bytes, std::nullopt);
  EXPECT_FALSE(box.move_file("out.o", other));
  EXPECT_FALSE(box.move_file("nothing", other));
  box.write("file", "text");
  EXPECT_TRUE(box.move_file("file", other));
  EXPECT_EQ(other.read("file", 100).bytes, "text");
}

TEST(BoxDirectory, WritesNeverThroughALink) {
  const testing::Folder folder;
  const BoxDirectory box;
  fs::create_symlink(folder.path() / "target", box.work() / "a.cpp");
  EXPECT_THROW(box.write("a.cpp", "text"), std::system_error);
  EXPECT_FALSE(fs::exists(folder.path() / "target"));
}

TEST(BoxDirectory, Moves) {
  BoxDirectory one;
  one.write("file", "text");
  const fs::path path = one.work();
  BoxDirectory two = std::move(one);
  EXPECT_EQ(two.work(), path);
  EXPECT_TRUE(fs::exists(path / "file"));
}

}  // namespace
}  // namespace grader
