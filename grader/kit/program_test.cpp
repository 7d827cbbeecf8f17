#include "grader/kit/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/temporary_folder.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// An assignment with a hidden check of one probe, and a seed that is recognised in a program.
Assignment whole() {
  ProblemSpec relu;
  relu.id = relu.op = "relu";
  CheckSpec shown;
  shown.kind = Kind::gradient;
  shown.probes = {"beside-zero"};
  CheckSpec hidden = shown;
  hidden.visibility = Visibility::hidden;
  hidden.probes = {"beside-zero", "far-from-zero", "at"};
  relu.checks = {shown, hidden};
  Assignment assignment;
  assignment.problems = {relu};
  assignment.seeds.policy = Seeds::Policy::fixed;
  assignment.seeds.seed = 0x1122334455667788;
  return assignment;
}

class LeaksOfProgram : public testing::Test {
 protected:
  std::vector<std::string> leaks(const std::string& program) const {
    kit_.write("prebuilt/bin/grader",
               "\x7f"
               "ELF" +
                   program);
    return leaks_of_program(kit_.path(), whole());
  }
  const TemporaryFolder kit_;
};

TEST_F(LeaksOfProgram, AreNoneInAKitWithoutAProgramAndInAnInnocentOne) {
  EXPECT_THAT(leaks_of_program(kit_.path(), whole()), IsEmpty());
  using namespace std::string_literals;
  EXPECT_THAT(leaks("\0beside-zero\0at\0far-from-zeros\0"s), IsEmpty());
}

TEST_F(LeaksOfProgram, AreTextsOfTheCatalogueOfMistakes) {
  const KnownMistake& mistake = all_mistakes().front();
  EXPECT_THAT(leaks("..." + std::string(mistake.hint)),
              Contains("prebuilt/bin/grader holds the hint of the mistake " + full_id(mistake)));
}

TEST_F(LeaksOfProgram, AreHiddenProbesAndTheSeed) {
  using namespace std::string_literals;
  EXPECT_THAT(leaks("\0far-from-zero\0"s), ElementsAre("prebuilt/bin/grader holds the hidden probe of relu"));
  EXPECT_THAT(leaks("\x48\xb8\x88\x77\x66\x55\x44\x33\x22\x11"),
              ElementsAre("prebuilt/bin/grader holds the course's seed"));
}

}  // namespace
}  // namespace grader
