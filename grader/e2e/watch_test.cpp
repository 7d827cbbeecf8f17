// `grader grade --watch` grades a file as soon as it is saved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
class Watching : public ::testing::Test {
 protected:
  void SetUp() override {
    copy_solutions("a1-gates", submission_);
    replace_in_file(submission_ / "relu.cpp", "x > 0.0", "x < 0.0");
    grader_ = start_grader(
        {"grade", submission_.string(), "--problem", "relu", "--json", report_.string(), "--watch"});
  }
  void TearDown() override {
    kill(grader_, SIGTERM);
    waitpid(grader_, nullptr, 0);
  }

  // Waits up to a minute for a report with this score. Returns whether it came.
  bool comes_to(double score) const {
    for (int i = 0; i < 600; ++i) {
      const auto report = parse_json_if_valid(fs::exists(report_) ? read_file(report_) : "");
      if (report && report->at("score") == score) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  const TemporaryFolder folder_;
  const fs::path submission_ = folder_.path() / "mine";
  const fs::path report_ = folder_.path() / "report.json";
  pid_t grader_ = 0;
};

TEST_F(Watching, GradesWhatIsSavedInPlaceOrByARename) {
  ASSERT_TRUE(comes_to(0.0));
  replace_in_file(submission_ / "relu.cpp", "x < 0.0", "x > 0.0");
  ASSERT_TRUE(comes_to(5.0));
  fs::copy_file(submission_ / "relu.cpp", folder_.path() / "relu.cpp");
  replace_in_file(folder_.path() / "relu.cpp", "x > 0.0", "x < 0.0");
  fs::rename(folder_.path() / "relu.cpp", submission_ / "relu.cpp");
  EXPECT_TRUE(comes_to(0.0));
}

// The watch survives a missing file and a folder without files: it reports them and waits.
TEST_F(Watching, OutlivesAFolderWithNothingInIt) {
  ASSERT_TRUE(comes_to(0.0));
  for (const fs::directory_entry& entry : fs::directory_iterator(submission_)) fs::remove(entry.path());
  fs::copy_file(project() / "solutions/a1-gates/relu.cpp", submission_ / "relu.cpp");
  EXPECT_TRUE(comes_to(5.0));
}

TEST(Watch, NamesAFolderThatIsNotThere) {
  const Ran ran = run_grader({"grade", "/nowhere/at/all", "--watch"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, ::testing::HasSubstr("/nowhere/at/all cannot be watched"));
}

}  // namespace
}  // namespace grader
