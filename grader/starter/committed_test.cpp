// Checks the committed starters, and those that an instructor can make from the same solutions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "grader/base/temporary_folder.hpp"
#include "grader/starter/generate.hpp"
#include "grader/starter/regions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

const fs::path kSolutions = fs::path(SOURCE_ROOT) / "solutions";
const fs::path kStarter = fs::path(SOURCE_ROOT) / "starter";

class CommittedTest : public testing::Test {
 protected:
  /// Compiles all starters of an assignment as one file, since the tensor header takes most of the time.
  /// Warnings are errors, except those about things that a student has not used yet.
  void expect_compiles(const std::set<std::string>& blanked) const {
    std::map<std::string, std::string> includes;
    for (const StaleStarter& made : generate_starters(kSolutions, root_, blanked, false)) {
      includes[made.file.parent_path().string()] += "#include \"" + (root_ / made.file).string() + "\"\n";
    }
    for (const auto& [assignment, text] : includes) {
      const fs::path all = root_ / (assignment + ".cpp");
      std::ofstream(all) << text;
      const std::string command = STUDENT_COMPILER " " STUDENT_FLAGS
                                                   " -Wall -Wextra -Werror -Wno-unused-variable"
                                                   " -Wno-unused-parameter -Wno-unused-function"
                                                   " -fsyntax-only -I'" +
                                  (kStarter / "include").string() + "' '" + all.string() + "'";
      EXPECT_EQ(std::system(command.c_str()), 0) << command;
    }
  }

  const TemporaryFolder made_{"committed-test-"};
  const fs::path root_ = made_.path();
};

TEST_F(CommittedTest, StartersAreTheSolutionsOnes) {
  for (const StaleStarter& stale : generate_starters(kSolutions, kStarter, default_blanked(), true)) {
    ADD_FAILURE() << "starter/" << stale.file.string() << " is " << to_string(stale.reason)
                  << ": run `grader starter`, or remove it";
  }
}

TEST_F(CommittedTest, StarterLinesFitTheColumns) {
  for (const StaleStarter& made : generate_starters(kSolutions, root_, region_tags(), false)) {
    std::ifstream in(root_ / made.file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      EXPECT_LE(line.size(), 110U) << made.file.string() << ":" << number << ": " << line;
    }
  }
}

TEST_F(CommittedTest, StartersCompile) { expect_compiles(default_blanked()); }

TEST_F(CommittedTest, StartersCompileWithEverythingBlanked) { expect_compiles(region_tags()); }

}  // namespace
}  // namespace grader
