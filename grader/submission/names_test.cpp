#include "grader/submission/names.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const std::vector<std::string> kNames = {"affine.cpp", "softmax_loss.cpp", "rnn.cpp", "rnn_step.cpp",
                                         "lstm.cpp"};

TEST(MeantBy, KnowsWhatToolsAndHabitsMakeOfAName) {
  for (const char* name :
       {"Affine.cpp",      "AFFINE.CPP",       "affine.CPP",     "affine-1.cpp",  "affine (1).cpp",
        "affine(2).cpp",   "affine 2.cpp",     "affine2.cpp",    "affine_v2.cpp", "affine.cc",
        "affine.cxx",      "affine.c",         "affine.cpp.txt", "affine.txt",    "affine - Copy.cpp",
        "affine copy.cpp", "affine_final.cpp", "affine.cpp.bak", "affine.cpp~",   "affine.cpp.cpp",
        "afine.cpp",       "afifne.cpp",       "affime.cpp",     "affinee.cpp",   "affine .cpp"})
    EXPECT_EQ(meant_by(name, kNames), "affine.cpp") << name;
  EXPECT_EQ(meant_by("softmaxLoss.cpp", kNames), "softmax_loss.cpp");
  EXPECT_EQ(meant_by("softmax-loss.cpp", kNames), "softmax_loss.cpp");
  EXPECT_EQ(meant_by("rnn-step.cc", kNames), "rnn_step.cpp");
}

TEST(MeantBy, LeavesOtherNamesAlone) {
  for (const char* name :
       {"affine.cpp", "affine.hpp", "affine.o", "affine.png", "affine_test.cpp", "main.cpp", "affine",
        "my_affine.cpp", "batchnorm.cpp", "rn.cpp", "cpp", "", ".cpp", "1.cpp"})
    EXPECT_EQ(meant_by(name, kNames), std::nullopt) << name;
  EXPECT_EQ(meant_by("fun.cpp", {"fan.cpp", "fin.cpp"}), std::nullopt);
  EXPECT_EQ(meant_by("gates.cpp", {"gatez.cpp", "gatex.cpp"}), std::nullopt) << "it resembles two";
}

TEST(Names, OfToolsAndOfWhatIsOver) {
  for (const char* name :
       {".git", ".affine.cpp.swp", "._affine.cpp", "__MACOSX", "Thumbs.db", "node_modules"})
    EXPECT_TRUE(is_left_by_a_tool(name)) << name;
  EXPECT_FALSE(is_left_by_a_tool("build"));
  for (const char* name : {"old", "Old version", "backup-2", "a1-gates_bak", "gates (copy)"})
    EXPECT_TRUE(says_outdated(name)) << name;
  for (const char* name : {"golden", "folder", "a1-gates", "final"})
    EXPECT_FALSE(says_outdated(name)) << name;
}

}  // namespace
}  // namespace grader
