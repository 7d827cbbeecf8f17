// Files that resemble an expected one.
#include "grader/submission/testing/gather_fixture.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using GatherNearMisses = Gather;

TEST_F(GatherNearMisses, ALinkOrAFolderOfThatNameIsSaidUnlessTheFileIsElsewhere) {
  add("affine.cpp/affine.cpp", "unpacked into a folder");
  fs::create_symlink("/etc/passwd", folder_.path() / "relu.cpp");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "unpacked into a folder");
  EXPECT_EQ(problem("relu.cpp"), "relu.cpp is a symbolic link.");
  EXPECT_THAT(notes(), HasSubstr("relu.cpp is a symbolic link."));
  EXPECT_THAT(result_.not_graded, IsEmpty());
}

TEST_F(GatherNearMisses, NearMissesAreNamed) {
  add("affine-1.cpp", "a");
  add("relu.cpp", "r");
  add("more/Tanh.cpp", "t");
  add("more/tanh.cc", "t");
  gathered();
  EXPECT_EQ(problem("affine.cpp"), "affine.cpp is not here, but affine-1.cpp is: rename it.");
  EXPECT_EQ(problem("tanh.cpp"), "tanh.cpp is not here, but more/Tanh.cpp and more/tanh.cc are: rename it.");
  EXPECT_THAT(notes(), HasSubstr("but affine-1.cpp is: rename it."));
}

TEST_F(GatherNearMisses, ANearMissBesideTheUntouchedStarter) {
  add("affine.cpp", starter("affine.cpp"));
  add("affine (1).cpp", "mine");
  gathered();
  EXPECT_THAT(notes(),
              HasSubstr("affine.cpp is the untouched starter, but affine (1).cpp is there too: rename it."));
}

TEST_F(GatherNearMisses, NearMissesAreTakenOnDemand) {
  add("affine-1.cpp", "a");
  add("Relu.cpp", "r");
  add("relu.cc", "r");
  add("tanh.cpp", std::string_view("i\0n\0t\0 \0t\0;\0", 12));
  gathered({.open = {}, .take_similar = true});
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(text("relu.cpp"), "none") << "which of the two?";
  EXPECT_EQ(text("tanh.cpp"), "int t;");
  EXPECT_THAT(notes(), HasSubstr("affine-1.cpp was graded as affine.cpp.\n"));
  EXPECT_THAT(notes(), HasSubstr("tanh.cpp is in UTF-16; it was graded as tanh.cpp in UTF-8.\n"));
  EXPECT_THAT(notes(), Not(HasSubstr("save it as UTF-8")));
}

TEST_F(GatherNearMisses, NothingExpected) {
  add("onlinetext.html", "<html>");
  EXPECT_THAT(complaint(), HasSubstr("tanh.cpp; it has onlinetext.html."));
  add("AFFINE.CPP", "a");
  EXPECT_THAT(complaint(),
              HasSubstr("tanh.cpp; but it has some that resemble them: rename AFFINE.CPP to affine.cpp."));
  EXPECT_THROW(gather({folder_.path()}, kNames, {}), NothingToGrade);
}

}  // namespace
}  // namespace grader
