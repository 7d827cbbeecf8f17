// Tests both engines with a shell script in place of the grader.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "grader/base/files.hpp"
#include "grader/batch/command_output.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/batch/local_engine.hpp"
#include "grader/batch/slurm_array.hpp"
#include "grader/batch/slurm_engine.hpp"
#include "grader/batch/slurm_queue.hpp"
#include "grader/batch/testing/one_node_slurm.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Engines : public ::testing::Test {
 protected:
  Engines() {
    folder_.write("program", "");
    plan_.grades = folder_.path() / "grades";
    GradesFolder(plan_.grades).prepare();
    for (const char* name : {"a", "b", "c", "d"}) {
      plan_.tasks.emplace_back().submission.file_name = name;
      plan_.tasks.back().fingerprint = name;
    }
    write_plan(GradesFolder(plan_.grades).plan(), plan_);
  }

  // $3 is the task's number.
  fs::path program(const std::string& body) {
    folder_.write("program", "#!/bin/sh\ncd '" + folder_.path().string() + "'\n" + body);
    chmod((folder_.path() / "program").c_str(), 0755);
    return folder_.path() / "program";
  }

  Failures run(Engine& engine, std::vector<std::size_t> tasks = {0, 1, 2, 3}) {
    Work work{.plan = plan_, .plan_file = GradesFolder(plan_.grades).plan(), .tasks = std::move(tasks)};
    work.ended = [&](std::size_t task) { ended_.insert(task); };
    work.tick = [&] { tick_(); };
    return engine.run(work);
  }

  std::string done() const {
    std::string names;
    for (int i = 0; i < 4; ++i) {
      if (fs::exists(folder_.path() / ("done-" + std::to_string(i)))) names += std::to_string(i);
    }
    return names;
  }

  testing::Folder folder_;
  Plan plan_;
  std::set<std::size_t> ended_;
  std::function<void()> tick_ = [] {};
};

TEST_F(Engines, LocalRunsAllWhateverHappensToOne) {
  LocalEngine engine(
      program("touch done-$3\n[ $3 = 1 ] && kill -9 $$\n[ $3 = 2 ] && { echo why >&2; exit 3; }\nexit 0\n"),
      2);
  const Failures failures = run(engine);
  EXPECT_EQ(done(), "0123");
  EXPECT_THAT(ended_, ElementsAre(0, 1, 2, 3));
  ASSERT_EQ(failures.size(), 2u);
  EXPECT_EQ(failures.at(1), "The grader was ended by signal 9 (Killed).");
  EXPECT_EQ(failures.at(2), "The grader ended with exit code 3: why");
}

TEST_F(Engines, LocalStopsWhenTold) {
  LocalEngine engine(program("touch done-$3\nexec sleep 600\n"), 4);
  tick_ = [&] {
    if (done().size() == 4) kill(getpid(), SIGTERM);
  };
  EXPECT_THROW(run(engine), Interrupted);
  EXPECT_EQ(ended_.size(), 0u);
}

class InSlurm : public Engines {
 protected:
  static void SetUpTestSuite() { slurm_ = new testing::OneNodeSlurm(); }
  static void TearDownTestSuite() {
    delete slurm_;
    slurm_ = nullptr;
  }
  static constexpr SlurmEngine::Options kQuick = {
      .at_a_time = 0, .poll = std::chrono::milliseconds(200), .patience = 50};
  static testing::OneNodeSlurm* slurm_;
};

testing::OneNodeSlurm* InSlurm::slurm_ = nullptr;

TEST_F(InSlurm, RunsAnArray) {
  SlurmEngine engine(program("touch done-$3\n[ $3 = 1 ] && { echo why >&2; exit 3; }\nexit 0\n"), kQuick);
  const Failures failures = run(engine);
  EXPECT_EQ(done(), "0123");
  EXPECT_THAT(ended_, ElementsAre(0, 1, 2, 3));
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures.at(1), "Slurm ended the task as FAILED: why");
  EXPECT_TRUE(fs::is_empty(GradesFolder(plan_.grades).slurm()));
}

TEST_F(InSlurm, ALostTaskIsAFailure) {
  SlurmEngine engine(program("touch started-$3\n[ -e go ] || sleep 600\n"), kQuick);
  tick_ = [&] {
    if (!fs::exists(folder_.path() / "started-2")) return;
    for (const SlurmArray& array : earlier_slurm_arrays(GradesFolder(plan_.grades))) {
      const auto tasks = slurm_tasks({array.name()});
      for (const SlurmTask& task : tasks.value()) cancel(task);
    }
  };
  const Failures failures = run(engine, {2});
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_THAT(failures.at(2), HasSubstr("CANCELLED"));
}

// Stops the grader but not Slurm: the next run waits for the tasks that still run and does not repeat them.
TEST_F(InSlurm, FindsItsArraysAgain) {
  SlurmEngine engine(program("echo x >> runs-$3\nwhile [ ! -e go ]; do sleep 0.1; done\ntouch done-$3\n"),
                     {.at_a_time = 4, .poll = std::chrono::milliseconds(200), .patience = 50});
  tick_ = [&] {
    if (fs::exists(folder_.path() / "runs-0")) kill(getpid(), SIGINT);
  };
  EXPECT_THROW(run(engine), Interrupted);
  tick_ = [&] { folder_.write("go", ""); };
  EXPECT_TRUE(run(engine).empty());
  EXPECT_EQ(done(), "0123");
  EXPECT_EQ(read_file(folder_.path() / "runs-0"), "x\n") << "started once";
}

TEST_F(InSlurm, WhatIsNoLongerWantedIsCancelled) {
  SlurmEngine engine(program("touch started-$3\n[ $3 = 3 ] || sleep 600\n"), kQuick);
  tick_ = [&] {
    if (fs::exists(folder_.path() / "started-0")) kill(getpid(), SIGINT);
  };
  EXPECT_THROW(run(engine, {0}), Interrupted);
  const std::string name = earlier_slurm_arrays(GradesFolder(plan_.grades)).at(0).name();
  tick_ = [] {};
  EXPECT_TRUE(run(engine, {3}).empty());
  const std::vector<SlurmTask> tasks = slurm_tasks({name}).value();
  for (const SlurmTask& task : tasks) EXPECT_EQ(task.state, "CANCELLED");
}

TEST(CommandOutput, WhatAProgramSays) {
  const CommandOutput output = command_output({"sh", "-c", "echo a; echo b >&2; exit 4"});
  EXPECT_EQ(output.exit_code, 4);
  EXPECT_EQ(output.out, "a\n");
  EXPECT_EQ(output.err, "b\n");
  EXPECT_EQ(command_output({"there-is-no-such-program"}).exit_code, 127);
}

}  // namespace
}  // namespace grader
