#include "grader/kit/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "grader/base/janitor.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
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

// A build takes minutes, in which somebody may press Ctrl-C.
TEST(AddProgram, EndsWithTheGrader) {
  const TemporaryFolder folder;
  folder.write("grader/kit/add-program",
               "place=$(mktemp -d)\ntrap 'rm -rf \"$place\"' EXIT\ntrap 'exit 130' INT TERM HUP\n"
               "sleep 1000 & echo $! >\"$1/sleeper.new\"\necho \"$place\" >\"$1/place\"\nmv "
               "\"$1/sleeper.new\" \"$1/sleeper\"\nwait\n");
  const pid_t grader = fork();
  if (grader == 0) {
    const Janitor janitor;
    add_program(folder.path(), folder.path(), 1);
    _exit(0);
  }
  while (!fs::exists(folder.path() / "sleeper")) usleep(10'000);
  pid_t sleeper = 0;
  std::ifstream(folder.path() / "sleeper") >> sleeper;
  std::string place;
  std::ifstream(folder.path() / "place") >> place;
  ASSERT_GT(sleeper, 0);
  ASSERT_TRUE(fs::exists(place));
  ASSERT_EQ(kill(grader, SIGINT), 0);  // to nobody else
  waitpid(grader, nullptr, 0);
  const auto runs = [&] {
    std::ifstream status("/proc/" + std::to_string(sleeper) + "/stat");
    std::string number, name, state;
    return status >> number >> name >> state && state != "Z";
  };
  for (int i = 0; i < 400 && (runs() || fs::exists(place)); ++i) usleep(50'000);
  EXPECT_FALSE(runs());
  EXPECT_FALSE(fs::exists(place));
}

}  // namespace
}  // namespace grader
