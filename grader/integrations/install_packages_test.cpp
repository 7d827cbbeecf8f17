// Runs install-packages on made-up machines: a PATH with the commands that are there, and a folder of
// headers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class InstallPackages : public ::testing::Test {
 protected:
  InstallPackages() {
    for (const char* tool : {"sh", "dirname", "sed", "grep", "tr", "uname", "mkdir", "touch", "env"}) {
      fs::create_directories(folder_.path() / "bin");
      fs::create_symlink(fs::path("/usr/bin") / tool, folder_.path() / "bin" / tool);
    }
    command("id", "echo 0");
    folder_.write("tools/packages.txt",
                  "# a list\n"
                  "g++            g++                      gcc\n"
                  "libxtensor-dev xtensor/old.hpp,new.hpp  xtensor\n"
                  "bubblewrap     bwrap-of-the-test        -\n"
                  "# Who only grades needs nothing from here on.\n"
                  "clang          clang++                  llvm\n");
    fs::copy_file(project() / "grader/tools/install-packages", folder_.path() / "tools/install-packages");
    fs::create_directory(folder_.path() / "include");
  }

  void command(const std::string& name, const std::string& script) {
    const fs::path file = folder_.write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    fs::permissions(file, fs::perms(0755));
  }
  // A system whose package manager notes how it was called.
  void manager(const std::string& name) {
    command(name, "echo " + name + " \"$@\" >> " + (folder_.path() / "calls").string());
  }

  Ran run(const std::string& part = "grading") const {
    return run_program({"/usr/bin/env", "-i", "-C", folder_.path(),
                        "PATH=" + (folder_.path() / "bin").string(),
                        "HEADERS=" + (folder_.path() / "include").string(), "/bin/sh",
                        folder_.path() / "tools/install-packages", part});
  }
  std::string calls() const {
    return fs::exists(folder_.path() / "calls") ? read_file(folder_.path() / "calls") : "";
  }

  const TemporaryFolder folder_;
};

TEST_F(InstallPackages, AsksForWhatIsMissing) {
  manager("apt-get");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_THAT(calls(), EndsWith(" g++ libxtensor-dev bubblewrap\n"));
  EXPECT_EQ(run("").exit_code, 0);
  EXPECT_THAT(calls(), EndsWith(" g++ libxtensor-dev bubblewrap clang\n"));
}

TEST_F(InstallPackages, NeverAsksForACommandOrAHeaderThatIsThere) {
  manager("apt-get");
  command("g++", "true");
  folder_.write("include/new.hpp", "");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_THAT(calls(), EndsWith(" bubblewrap\n"));
  command("bwrap-of-the-test", "true");
  fs::remove(folder_.path() / "calls");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(calls(), "");
}

TEST_F(InstallPackages, KnowsHomebrewsNames) {
  manager("brew");
  command("g++", "true");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_THAT(calls(), AllOf(EndsWith(" xtensor\n"), Not(HasSubstr("bubblewrap"))));
}

TEST_F(InstallPackages, NamesWhatHomebrewDoesNotHaveAndInstallsTheRest) {
  manager("brew");
  folder_.write("tools/packages.txt", "libxtensor-dev xtensor.hpp xtensor\nlibxtensor-blas-dev blas.hpp ?\n");
  const Ran ran = run();
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(calls(), EndsWith(" xtensor\n"));
  EXPECT_THAT(ran.err, HasSubstr("Homebrew does not have these headers"));
  EXPECT_THAT(ran.err, HasSubstr("blas.hpp"));
  folder_.write("include/xtensor.hpp", "");
  folder_.write("include/blas.hpp", "");
  EXPECT_EQ(run().exit_code, 0);
}

// Ubuntu has Debian's names, and no package chromium.
TEST_F(InstallPackages, LeavesOutAPackageThatTheReleaseDoesNotHaveAndSaysSoOnce) {
  manager("apt-get");
  command("apt-cache", "[ \"$2\" = clang ] && echo 'Candidate: (none)' || echo 'Candidate: 1.0'");
  const Ran ran = run("");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(calls(), EndsWith(" g++ libxtensor-dev bubblewrap\n"));
  EXPECT_THAT(ran.err, HasSubstr("This release has no package clang: what needs it will not work."));

  for (const char* there : {"g++", "bwrap-of-the-test"}) command(there, "true");
  folder_.write("include/new.hpp", "");
  fs::remove(folder_.path() / "calls");
  EXPECT_EQ(run("").err, "");
  EXPECT_EQ(calls(), "") << "nothing is left to be asked for";
}

TEST_F(InstallPackages, ListsWhatItCannotInstall) {
  const Ran nobody = run();
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.err, HasSubstr("g++ libxtensor-dev bubblewrap"));

  manager("apt-get");
  command("id", "echo 1000");
  const Ran user = run();
  EXPECT_EQ(user.exit_code, 2);
  EXPECT_THAT(user.err, HasSubstr("apt-get install g++ libxtensor-dev bubblewrap\n"));
  EXPECT_EQ(calls(), "");
}

TEST_F(InstallPackages, TheProjectsListsAreWhole) {
  for (const char* list : {"grader/tools/packages.txt", "grader/kit/template/grader/tools/packages.txt"}) {
    fs::copy_file(project() / list, folder_.path() / "tools/packages.txt",
                  fs::copy_options::overwrite_existing);
    const Ran ran = run_program({"/usr/bin/awk", "!/^#/ && NF != 3", folder_.path() / "tools/packages.txt"});
    EXPECT_EQ(ran.out, "") << list;
    EXPECT_EQ(run_program({"/bin/sh", folder_.path() / "tools/install-packages", "grading"}).err, "") << list;
  }
}

}  // namespace
}  // namespace grader
