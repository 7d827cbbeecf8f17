#include "grader/starter/generate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iterator>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;
using Reason = StaleStarter::Reason;

class GenerateTest : public testing::Test {
 protected:
  GenerateTest() {
    made_.write("solutions/CMakeLists.txt", "");
    made_.write("solutions/a1-gates/relu.cpp", solution("backward"));
    made_.write("solutions/a2-depth/dropout.cpp", solution("forward"));
    made_.write("starter/CMakeLists.txt", "");
    made_.write("starter/src/tensor.cpp", "");
    made_.write("starter/include/backprop/relu.hpp", "");
  }

  static std::string solution(const std::string& tag) {
    return "int f() {\n  // BEGIN SOLUTION " + tag + ": text.\n  return 1;\n  // END SOLUTION\n}\n";
  }

  std::string read(const std::string& file) const { return read_file(root_ / file); }
  std::vector<StaleStarter> generate(bool check) const {
    return generate_starters(root_ / "solutions", root_ / "starter", default_blanked(), check);
  }

  const TemporaryFolder made_{"starter-test-"};
  const fs::path root_ = made_.path();
};

TEST_F(GenerateTest, WritesAStarterForEachSolution) {
  EXPECT_THAT(generate(false), ElementsAre(StaleStarter{"a1-gates/relu.cpp", Reason::kMissing},
                                           StaleStarter{"a2-depth/dropout.cpp", Reason::kMissing}));
  EXPECT_EQ(read("starter/a1-gates/relu.cpp"),
            "int f() {\n  // TODO(a1.relu): text.\n  throw NotImplemented(\"f\");\n}\n");
  EXPECT_EQ(read("starter/a2-depth/dropout.cpp"), "int f() {\n  return 1;\n}\n");
  EXPECT_THAT(generate(true), IsEmpty());
}

TEST_F(GenerateTest, ChecksWithoutWriting) {
  EXPECT_THAT(generate(true), ElementsAre(StaleStarter{"a1-gates/relu.cpp", Reason::kMissing},
                                          StaleStarter{"a2-depth/dropout.cpp", Reason::kMissing}));
  EXPECT_FALSE(fs::exists(root_ / "starter/a1-gates"));
}

TEST_F(GenerateTest, FindsTheDifferentAndTheSuperfluous) {
  generate(false);
  made_.write("starter/a1-gates/relu.cpp", "int f() { return 1; }\n");
  made_.write("starter/a1-gates/gelu.cpp", "");
  made_.write("starter/a1-gates/notes.txt", "");
  const auto stale = {StaleStarter{"a1-gates/gelu.cpp", Reason::kSuperfluous},
                      StaleStarter{"a1-gates/relu.cpp", Reason::kDifferent}};
  EXPECT_THAT(generate(true), testing::ElementsAreArray(stale));
  EXPECT_THAT(generate(false), testing::ElementsAreArray(stale));
  EXPECT_THAT(generate(true), ElementsAre(StaleStarter{"a1-gates/gelu.cpp", Reason::kSuperfluous}));
}

TEST(ToString, SaysWhatWasDoneOrWhatIsToBeDone) {
  EXPECT_EQ(to_string(Reason::kMissing), "missing");
  EXPECT_EQ(to_string(Reason::kMissing, true), "written");
  EXPECT_EQ(to_string(Reason::kDifferent, true), "written anew");
  EXPECT_EQ(to_string(Reason::kSuperfluous, true), "left as it is, though no solution has this name");
}

TEST_F(GenerateTest, DoesNotTouchWhatIsCurrent) {
  generate(false);
  const fs::path file = root_ / "starter/a1-gates/relu.cpp";
  const fs::file_time_type then = fs::file_time_type() + std::chrono::hours(1);
  fs::last_write_time(file, then);
  EXPECT_THAT(generate(false), IsEmpty());
  EXPECT_EQ(fs::last_write_time(file), then);
}

TEST_F(GenerateTest, RefusesASolutionThatWouldBeGivenAwayAndWritesNothing) {
  made_.write("solutions/a2-depth/batchnorm.cpp", "int f() { return 1; }\n");
  const std::string file = (root_ / "solutions/a2-depth/batchnorm.cpp").string();
  EXPECT_THAT([&] { generate(false); },
              ThrowsMessage<InputError>(file + ": has no BEGIN SOLUTION, so the starter would give it away"));
  EXPECT_FALSE(fs::exists(root_ / "starter/a1-gates"));
}

TEST_F(GenerateTest, RefusesWhereThereAreNoSolutions) {
  const fs::path empty = root_ / "nowhere";
  EXPECT_THAT([&] { generate_starters(empty, root_ / "starter", default_blanked(), true); },
              ThrowsMessage<InputError>(empty.string() + ": has no solutions (aN-*/<layer>.cpp)"));
}

TEST_F(GenerateTest, SaysWhenAFileCannotBeWritten) {
  made_.write("starter/a1-gates", "a file where a folder should be");
  EXPECT_THROW(generate(false), WriteError);
}

}  // namespace
}  // namespace grader
