// Runs the script with which a kit gets its grader ready, in a made-up kit on made-up systems: which grader
// is used, and what is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PrepareKit : public ::testing::Test {
 protected:
  PrepareKit() {
    fs::create_directories(kit() / "grader/tools");
    fs::copy_file(project() / "grader/kit/template/grader/tools/prepare", kit() / "grader/tools/prepare");
    script("grader/tools/this-system", "echo Linux x86_64 with xtensor 0.24");
    script("grader/tools/install-packages", "echo packages: $*");
    script("grader/tools/build",
           "mkdir -p $1/grader/cli && printf '#!/bin/sh\\necho built\\n' "
           ">$1/grader/cli/grader && chmod 755 $1/grader/cli/grader && echo Building");
    script("bin/cmake", "touch build/release/build.ninja");
  }

  fs::path kit() const { return folder_.path(); }

  void script(const std::string& name, const std::string& text) const {
    fs::permissions(folder_.write(name, "#!/bin/sh\n" + text + "\n"), fs::perms(0755));
  }

  // Puts a program into the kit that says `text`.
  void give_program(const std::string& text) const {
    script("prebuilt/bin/grader", text);
    folder_.write("prebuilt/system", "Linux x86_64 with xtensor 0.24\n");
  }

  Ran prepare() const {
    return run_program({"/usr/bin/env", "-C", kit(), "PATH=" + (kit() / "bin").string() + ":/usr/bin:/bin",
                        "/bin/sh", "grader/tools/prepare", "2"});
  }

  std::string grader() const { return run_program({kit() / "build/grader"}).out; }

  const TemporaryFolder folder_;
};

TEST_F(PrepareKit, UsesTheProgramThatCameWithTheKit) {
  give_program("echo given");
  const Ran ran = prepare();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.out, "packages: grading\n") << "building needs more packages than grading";
  EXPECT_EQ(grader(), "given\n");
}

TEST_F(PrepareKit, BuildsOneWhereNoneCame) {
  const Ran ran = prepare();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "packages:\nBuilding\n");
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(grader(), "built\n");
}

TEST_F(PrepareKit, SaysOnceThatTheProgramIsForAnotherSystemAndBuildsOne) {
  give_program("echo given");
  script("grader/tools/this-system", "echo Linux aarch64 with xtensor 0.25");
  EXPECT_THAT(prepare().err, AllOf(HasSubstr("The grader that came with this kit is for Linux x86_64 with "
                                             "xtensor 0.24, and this is Linux aarch64 with xtensor 0.25."),
                                   HasSubstr("So it is built here, once.")));
  EXPECT_EQ(grader(), "built\n");
  EXPECT_EQ(prepare().err, "");
  EXPECT_EQ(grader(), "built\n");
}

TEST_F(PrepareKit, SaysWhyTheProgramDoesNotStartAndBuildsOne) {
  give_program("echo \"libc.so.6: version GLIBC_2.38 not found\" >&2; exit 1");
  EXPECT_THAT(prepare().err, HasSubstr("does not start on this system (libc.so.6: version GLIBC_2.38 not "
                                       "found). So it is built here, once."));
  EXPECT_EQ(grader(), "built\n");
}

TEST_F(PrepareKit, ShowsWhatCMakeSaysWhereItFails) {
  script("bin/cmake", "echo no compiler; exit 1");
  const Ran ran = prepare();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.err, "no compiler\n");
  EXPECT_FALSE(fs::exists(kit() / "build/grader"));
}

TEST_F(PrepareKit, ThisSystemIsToldByItsProcessorAndItsXtensor) {
  const Ran ran = run_program({"/bin/sh", project() / "grader/kit/template/grader/tools/this-system"});
  EXPECT_THAT(ran.out, ::testing::ContainsRegex("^Linux [^ ]+ with xtensor 0\\.[0-9]+\n$"));
}

}  // namespace
}  // namespace grader
