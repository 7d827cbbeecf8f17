#include "grader/base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include "grader/base/files.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, IsGoneWithItsObjectWhateverIsInIt) {
  fs::path path;
  {
    const TemporaryFolder folder("base-test-");
    path = folder.path();
    EXPECT_TRUE(path.filename().string().starts_with("base-test-"));
    EXPECT_EQ(read_file(folder.write("a/b", "text")), "text");
    fs::permissions(path / "a", fs::perms::none);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, BelongsToOneObjectOnly) {
  TemporaryFolder folder;
  const fs::path path = folder.path();
  {
    const TemporaryFolder owner = std::move(folder);
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, OnlyItsOwnerLooksInsideUnlessAskedOtherwise) {
  EXPECT_EQ(fs::status(TemporaryFolder().path()).permissions(), fs::perms::owner_all);
  const TemporaryFolder open("base-test-", TemporaryFolder::Access::everybody);
  EXPECT_EQ(fs::status(open.path()).permissions(), fs::perms(0755));
}

}  // namespace
}  // namespace grader
