#include "grader/submission/object_cache.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(ObjectCache, GivesBackWhatWasStored) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path() / "new" / "cache");
  EXPECT_FALSE(cache.find("key").has_value());
  const std::string bytes("a\0b\n", 4);
  cache.store("key", {.compiled = true, .bytes = bytes});
  cache.store("other", {.compiled = false, .bytes = "affine.cpp:1: no"});
  EXPECT_TRUE(cache.find("key")->compiled);
  EXPECT_EQ(cache.find("key")->bytes, bytes);
  EXPECT_FALSE(cache.find("other")->compiled);
  EXPECT_EQ(cache.find("other")->bytes, "affine.cpp:1: no");
}

TEST(ObjectCache, DamagedEntriesAreNotThere) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  cache.store("key", {.compiled = true, .bytes = "object"});
  const std::string good = read_file(folder.path() / "key");
  for (const std::string& bad : {std::string(), std::string("x"), good.substr(0, good.size() - 1), good + "x",
                                 "error" + good.substr(6), std::string("\n\n\n")}) {
    folder.write("key", bad);
    EXPECT_FALSE(cache.find("key").has_value()) << bad;
  }
  folder.write("key", good);
  EXPECT_EQ(cache.find("key")->bytes, "object");
}

TEST(ObjectCache, NoPlaceIsNoError) {
  const ObjectCache cache("/dev/null/cache");
  cache.store("key", {.compiled = true, .bytes = "object"});
  EXPECT_FALSE(cache.find("key").has_value());
}

TEST(ObjectCache, LeavesNoTemporaryFiles) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  cache.store("key", {.compiled = true, .bytes = "object"});
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(ObjectCache, WhoeverComesSecondFindsWhatTheFirstMade) {
  const testing::Folder folder;
  const ObjectCache first(folder.path());
  const ObjectCache second(folder.path());
  std::optional<UniqueFd> claim = first.claim("key");
  std::optional<ObjectCache::Entry> found;
  std::thread other([&] {
    const UniqueFd waits = second.claim("key");
    found = second.find("key");
  });
  first.store("key", {.compiled = true, .bytes = "object"});
  claim.reset();
  other.join();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->bytes, "object");
  EXPECT_TRUE(second.claim("other")) << "another entry can be made meanwhile";
}

TEST(ObjectCache, LongestUnusedGoFirst) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  const auto now = fs::file_time_type::clock::now();
  for (const char* key : {"a", "b", "c", "d"}) {
    cache.store(key, {.compiled = true, .bytes = std::string(1000, 'x')});
    fs::last_write_time(folder.path() / key, now - std::chrono::hours(1));
  }
  EXPECT_TRUE(cache.find("a").has_value());
  const ObjectCache later(folder.path(), 2500);
  EXPECT_TRUE(later.find("a").has_value());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace grader
