#include "grader/sandbox/path_mapping.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const std::vector<Mount> kMounts = {{"/home/me/work", "/box"}, {"/opt/course/include", "/box/include"}};

TEST(HostPath, LongestTargetWins) {
  EXPECT_EQ(host_path("/box/x.cpp", kMounts), "/home/me/work/x.cpp");
  EXPECT_EQ(host_path("/box/include/x.hpp", kMounts), "/opt/course/include/x.hpp");
  EXPECT_EQ(host_path("/box", kMounts), "/home/me/work");
}

TEST(HostPath, SystemIsTheHosts) {
  EXPECT_EQ(host_path("/usr/bin/g++", kMounts), "/usr/bin/g++");
  EXPECT_EQ(host_path("/boxes/x", kMounts), "/boxes/x");
}

TEST(SubstituteTargets, FindsPathsInsideOptions) {
  EXPECT_EQ(substitute_targets("-I/box/include", kMounts), "-I/opt/course/include");
  EXPECT_EQ(substitute_targets("-Wl,-rpath,/box:/box/include", kMounts),
            "-Wl,-rpath,/home/me/work:/opt/course/include");
  EXPECT_EQ(substitute_targets("HOME=/box", kMounts), "HOME=/home/me/work");
  EXPECT_EQ(substitute_targets("/box/a b", kMounts), "/home/me/work/a b");
}

TEST(SubstituteTargets, LeavesOtherPathsAlone) {
  for (const char* text : {"", "-O2", "/boxes", "/usr/box", "/usr/box/include", "/box-2", "box"}) {
    EXPECT_EQ(substitute_targets(text, kMounts), text);
  }
}

}  // namespace
}  // namespace grader
