// The real program grades hostile submissions in every sandbox that this machine has, as root and as an
// ordinary user. None may get a point that it did not earn, reveal a secret, leave anything behind, or get
// the wrong verdict.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <set>
#include <string_view>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/system.hpp"
#include "grader/e2e/hostile_corpus.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

namespace grader {
namespace {

using Programs = std::vector<HostileProgram>;

Programs chosen(const std::function<bool(const HostileProgram&)>& wanted) {
  Programs programs = hostile_corpus();
  std::erase_if(programs, [&](const HostileProgram& each) { return !wanted(each); });
  return programs;
}

// Returns every ninth program, and all that attack the operating system, since only those depend on the
// grader's user.
Programs for_ordinary_users() {
  std::size_t count = 0;
  return chosen(
      [&](const HostileProgram& each) { return each.where == "operating system" || count++ % 9 == 0; });
}

// What a source does to the compiler, to the linker and to its own process hardly depends on the sandbox. So
// those programs are shared out: a third is tried in the second sandbox, and the rest in the first. All are
// tried in both when BACKPROP_HOSTILE=all, as `make test-all` has it, or when there is only one sandbox.
Programs for_sandbox(bool second, bool shared_out) {
  const char* which = std::getenv("BACKPROP_HOSTILE");
  const bool all = !shared_out || (which != nullptr && std::string_view(which) == "all");
  std::size_t count = 0;
  return chosen([&](const auto& each) {
    const bool of_both = each.where == "operating system" || each.where == "result channel";
    return all || of_both || (count++ % 3 == 0) == second;
  });
}

bool is_harmless_without_a_box(const HostileProgram& each) {
  return !each.needs_box && each.where != "operating system";
}

class Hostile : public ::testing::Test {
 protected:
  // This process adopts orphans, so that none can hide.
  Hostile() { system::adopt_orphans(); }

  void SetUp() override { NEEDS_SANDBOX(); }

  bool is_available(const std::string& isolation, unsigned user) {
    ground_.run_grader({"doctor"}, user);
    return ground_.output().find("PASS    isolation " + isolation) != std::string::npos;
  }

  void grade_all(const Programs& programs, const std::string& isolation, unsigned user) {
    ASSERT_FALSE(programs.empty());
    // Programs that must time out get little time, and the others enough for the slowest machine.
    Programs endless = programs;
    Programs others = programs;
    std::erase_if(endless, [](const auto& each) { return each.verdict != "timeout"; });
    std::erase_if(others, [](const auto& each) { return each.verdict == "timeout"; });
    grade(endless, isolation, user,
          R"({"wall_seconds": 3, "cpu_seconds": 1, "memory_mb": 512, "output_kb": 64, )"
          R"("total_seconds": 7200})",
          R"({"cpu_seconds": 5, "memory_mb": 1024})");
    grade(others, isolation, user,
          R"({"wall_seconds": 60, "cpu_seconds": 20, "memory_mb": 512, "output_kb": 64, )"
          R"("total_seconds": 7200})",
          R"({"wall_seconds": 600, "cpu_seconds": 300, "memory_mb": 1024, "output_kb": 256})");
  }

 private:
  void grade(const Programs& programs, const std::string& isolation, unsigned user, const std::string& limits,
             const std::string& compile_limits) {
    if (programs.empty()) return;
    ground_.plant(programs, limits, compile_limits);
    const std::string json = ground_.path() / "reports/report.json";
    std::filesystem::remove(json);
    const int exit_code = ground_.run_grader(
        {"grade", ground_.path() / "submission", "--assignment", ground_.path() / "course/assignment.json",
         "--isolation", isolation, "--json", json, "--no-cache", "--jobs", "2"},
        user);
    ASSERT_EQ(exit_code, 0) << ground_.output();
    EXPECT_LT(waitpid(-1, nullptr, WNOHANG), 0) << "a process was left behind";
    EXPECT_EQ(errno, ECHILD);
    EXPECT_EQ(ground_.traces(), "");
    const std::string report = read_file(json);
    for (const std::string& text : {report, ground_.output()}) {
      EXPECT_EQ(text.find(ground_.secret()), std::string::npos) << "a secret came out";
      EXPECT_EQ(text.find("SOLUTION"), std::string::npos) << "a solution came out";
      EXPECT_EQ(text.find('\x1b'), std::string::npos) << "a control character came out";
    }
    expect_verdicts(parse_report(report), programs);
  }

  static void expect_verdicts(const Report& report, const Programs& programs) {
    EXPECT_EQ(report.problems.size(), programs.size());
    for (const Problem& problem : report.problems) {
      const auto program = std::ranges::find(programs, problem.id, &HostileProgram::name);
      ASSERT_NE(program, programs.end()) << problem.id;
      std::string said = problem.message.value_or("");
      for (const Check& check : problem.checks) said += "\n  " + check.message;
      EXPECT_EQ(to_string(problem.status), program->verdict) << problem.id << ": " << said;
      EXPECT_EQ(problem.score, program->verdict == "pass" ? problem.max_score : 0.0) << problem.id;
    }
  }

 protected:
  HostileGround ground_;
};

TEST_F(Hostile, CorpusIsWhole) {
  EXPECT_GE(hostile_corpus().size(), 175u);
  for (const char* where :
       {"compile", "link", "start-up", "run time", "operating system", "result channel"}) {
    EXPECT_GE(chosen([&](const auto& each) { return each.where == where && each.verdict != "pass"; }).size(),
              6u)
        << where;
  }
  EXPECT_GE(chosen([](const auto& each) { return each.verdict == "pass"; }).size(), 10u);
}

TEST_F(Hostile, GainsNothingUnderBubblewrap) {
  const bool shared_out = is_available("landlock", 0);
  if (is_available("bubblewrap", 0)) grade_all(for_sandbox(false, shared_out), "bubblewrap", 0);
}

TEST_F(Hostile, GainsNothingUnderLandlock) {
  const bool shared_out = is_available("bubblewrap", 0);
  if (is_available("landlock", 0)) grade_all(for_sandbox(true, shared_out), "landlock", 0);
}

TEST_F(Hostile, IsSharedOutWithoutARest) {
  std::set<std::string> names;
  for (const bool second : {false, true}) {
    for (const HostileProgram& each : for_sandbox(second, true)) names.insert(each.name);
  }
  EXPECT_EQ(names.size(), hostile_corpus().size());
}

// Where gold is not installed, g++ links with its default linker.
TEST_F(Hostile, GainsNothingByAnotherLinker) {
  const std::filesystem::path settings = ground_.path() / "toolkit/toolkit.json";
  Json toolkit = parse_json(read_file(settings));
  auto flags = toolkit["link_flags"].get<std::vector<std::string>>();
  std::erase(flags, "-fuse-ld=gold");
  toolkit["link_flags"] = flags;
  write_atomically(settings, toolkit.dump());
  const Programs programs = chosen([](const auto& each) { return each.where == "link"; });
  for (const char* isolation : {"bubblewrap", "landlock"}) {
    if (is_available(isolation, 0)) return grade_all(programs, isolation, 0);
  }
}

// Without a sandbox, limits, verdicts and the result channel still have to hold.
TEST_F(Hostile, GainsNothingWithoutIsolation) {
  std::size_t count = 0;
  grade_all(chosen([&](const auto& each) { return is_harmless_without_a_box(each) && count++ % 3 == 0; }),
            "none", 0);
}

// Needed only if the tests run as root; otherwise the tests above cover it.
TEST_F(Hostile, GainsNothingWhenTheGraderIsAnOrdinaryUser) {
  if (geteuid() != 0) return;
  const unsigned user = 61000 + static_cast<unsigned>(getpid()) % 4000;
  for (const char* isolation : {"bubblewrap", "landlock"}) {
    if (is_available(isolation, user)) grade_all(for_ordinary_users(), isolation, user);
  }
}

}  // namespace
}  // namespace grader
