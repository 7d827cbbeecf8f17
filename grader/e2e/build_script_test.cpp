// Runs grader/tools/build with a made-up ninja: what people see of a build that takes minutes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class BuildScript : public ::testing::Test {
 protected:
  // `steps` is what a dry run counts, and `building` is the script of the build itself.
  Ran build(int steps, const std::string& building) const {
    folder_.write("build/build.ninja", "");
    const fs::path ninja =
        folder_.write("bin/ninja", "#!/bin/sh\ncase \"$*\" in *build.ninja) exit ;; *\" -n \"*) echo '[1/" +
                                       std::to_string(steps) + "] x'; exit ;; esac\n" + building + "\n");
    fs::permissions(ninja, fs::perms(0755));
    return run_program({"/usr/bin/env", "PATH=" + (folder_.path() / "bin").string() + ":/usr/bin:/bin",
                        "/bin/sh", "-c", "exec \"$@\" 2>" + shown().string(), "sh", "/bin/sh",
                        project() / "grader/tools/build", folder_.path() / "build", "2", "grader_program"});
  }
  fs::path shown() const { return folder_.path() / "shown"; }

  const TemporaryFolder folder_;
};

TEST_F(BuildScript, ShowsEachTenthWhileItBuilds) {
  // The second step is done only after the first tenth has been shown.
  const Ran ran =
      build(300, "echo '[30/300] x'; for i in $(seq 600); do grep -q '30 of 300' " + shown().string() +
                     " && { echo '[300/300] y'; exit; }; sleep 0.1; done; exit 1");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(read_file(shown()),
            "Building the grader: 300 steps, 1 to 9 minutes on 2 cores.\n"
            "  30 of 300 steps\n  300 of 300 steps\n");
}

TEST_F(BuildScript, ShowsWhatAFailingStepPrints) {
  const Ran ran = build(5, "echo '[1/5] x'; printf '%s\\n' 'a\\b: error'; exit 3");
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(read_file(shown()), AllOf(HasSubstr("a\\b: error\n"), Not(HasSubstr("steps"))));
}

}  // namespace
}  // namespace grader
