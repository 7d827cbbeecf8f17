#include "grader/base/places.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Sets a variable of the environment, or removes it for an empty value, until the end of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    set(value);
  }
  ~Variable() { set(old_); }

 private:
  void set(const std::string& value) const {
    value.empty() ? unsetenv(name_) : setenv(name_, value.c_str(), 1);
  }
  const char* name_;
  std::string old_;
};

TEST(Places, AreThoseOfTheBuildForAProgramThatIsNotInstalled) {
  EXPECT_FALSE(places().installed);
  EXPECT_TRUE(fs::exists(places().course / "grader/base/places.hpp"));
  const Places other = places_of("/nowhere/bin/grader");
  EXPECT_FALSE(other.installed);
  EXPECT_EQ(other.course, places().course);
}

TEST(Places, AreBesideAnInstalledProgram) {
  const TemporaryFolder folder;
  folder.write("lib/backprop/toolkit/toolkit.json", "{}");
  fs::create_directories(folder.path() / "share/backprop");
  const Places found = places_of(folder.path() / "bin/grader");
  EXPECT_TRUE(found.installed);
  EXPECT_EQ(found.course, folder.path() / "share/backprop");
  EXPECT_EQ(found.toolkit, folder.path() / "lib/backprop/toolkit");
  EXPECT_EQ(found.unpacker, folder.path() / "lib/backprop/grader_unpack");
}

TEST(Places, AnInstalledProgramKeepsCompiledFilesInTheUsersCache) {
  const TemporaryFolder folder;
  folder.write("lib/backprop/toolkit/toolkit.json", "{}");
  const auto cache = [&] { return places_of(folder.path() / "bin/grader").cache; };
  const Variable home("HOME", "/home/somebody");
  {
    const Variable chosen("XDG_CACHE_HOME", "/var/mine");
    EXPECT_EQ(cache(), "/var/mine/backprop");
  }
  const Variable relative("XDG_CACHE_HOME", "mine");
  EXPECT_EQ(cache(), "/home/somebody/.cache/backprop");
}

TEST(Places, AProgramThatCameWithAKitHasTheKitForACourse) {
  const TemporaryFolder kit;
  kit.write("prebuilt/lib/backprop/toolkit/toolkit.json", "{}");
  const Places found = places_of(kit.path() / "prebuilt/bin/grader");
  EXPECT_EQ(found.course, kit.path());
  EXPECT_EQ(found.toolkit, kit.path() / "prebuilt/lib/backprop/toolkit");
  EXPECT_EQ(found.cache, kit.path() / "build/cache");
  fs::create_directories(kit.path() / "prebuilt/share/backprop");  // installed in a folder of this name
  EXPECT_EQ(places_of(kit.path() / "prebuilt/bin/grader").course, kit.path() / "prebuilt/share/backprop");
}

TEST(Places, TheEnvironmentChoosesTheCache) {
  {
    const Variable chosen("BACKPROP_CACHE", "/somewhere/else");
    EXPECT_EQ(cache_folder(), "/somewhere/else");
  }
  const Variable none("BACKPROP_CACHE", "");
  EXPECT_EQ(cache_folder(), places().cache);
}

}  // namespace
}  // namespace grader
