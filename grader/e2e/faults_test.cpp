// Faults of the machine, one at a time: the n-th write, open, fork, mount... of a whole grading fails,
// wherever it happens, while an honest submission is graded. No point may be lost without a grader_error, no
// wrong result may stay in the cache, and nothing may be left behind.
//
// ctest tries a sample of the calls. `make faults` sets BACKPROP_FAULTS=all and tries each; a number there
// asks for so many calls for each fault.
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "grader/e2e/hostile_corpus.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr double kPoints = 5.0;

struct Fault {
  const char* calls;
  const char* error;
};
constexpr Fault kFaults[] = {{"write,pwrite64,writev", "ENOSPC"},
                             {"openat", "EMFILE"},
                             {"clone,clone3,fork,vfork", "EAGAIN"},
                             {"mount,umount2,pivot_root", "EPERM"},
                             {"mkdir,mkdirat,symlink,rename,renameat,renameat2,unlink,unlinkat", "ENOSPC"},
                             {"pipe,pipe2,dup2,dup3,fcntl", "EMFILE"},
                             {"fallocate,ftruncate,fsync,chmod,fchmod,fchown,lchown", "EDQUOT"},
                             {"execve", "ENOMEM"},
                             {"prlimit64,seccomp,prctl,setresuid,setresgid,unshare", "EPERM"}};

// Returns which of the calls to try: all of them, or a sample that is spread over them.
std::vector<std::size_t> numbers(std::size_t calls, std::size_t sample) {
  const char* wanted = std::getenv("BACKPROP_FAULTS");
  if (wanted) sample = std::string(wanted) == "all" ? calls : std::strtoul(wanted, nullptr, 10);
  sample = std::min(sample, calls);
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < sample; ++i) result.push_back(1 + calls * (2 * i + 1) / (2 * sample));
  return result;
}

class Faults : public ::testing::Test {
 protected:
  Faults() {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    ground_.plant_honest();
  }

  bool is_available(const std::string& isolation, unsigned user) {
    ground_.run_grader({"doctor"}, user);
    return ground_.output().find("PASS    isolation " + isolation) != std::string::npos;
  }

  int grade(const std::string& isolation, unsigned user, const std::vector<std::string>& under) {
    fs::remove(json());
    return ground_.run_grader(
        {"grade", ground_.path() / "submission", "--assignment", ground_.path() / "course/assignment.json",
         "--isolation", isolation, "--json", json(), "--jobs", "1"},
        user, under);
  }

  // Waits for processes that outlive the grader for a moment, and returns what is left after that.
  std::string leftovers() {
    for (int i = 0; i < 100; ++i) {
      while (waitpid(-1, nullptr, WNOHANG) > 0) {
      }
      if (ground_.traces().empty() && waitpid(-1, nullptr, WNOHANG) < 0) return {};
      usleep(100'000);
    }
    return ground_.traces() + (waitpid(-1, nullptr, WNOHANG) < 0 ? "" : "a process\n");
  }

  void expect_fair(int exit_code) {
    if (!fs::exists(json())) {
      EXPECT_TRUE(exit_code == 2 || exit_code == 3 || exit_code < 0 || exit_code >= 125) << exit_code;
      return;
    }
    const Report report = parse_report(read_file(json()));
    ASSERT_EQ(report.problems.size(), 1u);
    if (report.score == kPoints) return;
    EXPECT_EQ(report.problems[0].status, Status::grader_error) << ground_.output();
    EXPECT_EQ(exit_code, 3);
  }

  void clear_cache() {
    for (const auto& entry : fs::directory_iterator(ground_.path() / "cache")) fs::remove_all(entry.path());
  }

  // Returns how many calls were made to fail.
  std::size_t try_calls(const Fault& fault, const std::string& isolation, unsigned user, std::size_t sample) {
    const std::string count = ground_.path() / "reports/count";
    const auto under = [&](std::size_t number) {
      return std::vector<std::string>{FAIL_CALL, fault.calls, fault.error, std::to_string(number), count};
    };
    clear_cache();
    EXPECT_EQ(grade(isolation, user, under(0)), 0) << ground_.output();
    std::size_t calls = 0;
    std::ifstream(count) >> calls;
    std::size_t tried = 0;
    for (const std::size_t number : numbers(calls, sample)) {
      SCOPED_TRACE(std::string(fault.calls) + " " + std::to_string(number) + " of " + std::to_string(calls) +
                   ": " + fault.error + ", " + isolation + ", user " + std::to_string(user));
      clear_cache();
      expect_fair(grade(isolation, user, under(number)));
      EXPECT_EQ(leftovers(), "");
      EXPECT_EQ(grade(isolation, user, {}), 0) << "with what the cache has now: " << ground_.output();
      EXPECT_EQ(parse_report(read_file(json())).score, kPoints) << "with what the cache has now";
      if (HasFailure() && !std::getenv("BACKPROP_FAULTS")) break;  // who asks for all wants to see all
      ++tried;
    }
    return tried;
  }

  void try_all_faults(const std::string& isolation, unsigned user, std::size_t sample) {
    if (!is_available(isolation, user)) return;
    std::size_t tried = 0;
    for (const Fault& fault : kFaults) tried += try_calls(fault, isolation, user, sample);
    std::cout << isolation << ", user " << user << ": " << tried << " calls made to fail\n";
    EXPECT_GE(tried, sample * std::size(kFaults) - 2);
  }

  std::string json() const { return ground_.path() / "reports/report.json"; }

  HostileGround ground_;
};

TEST_F(Faults, CostNoPointsUnderBubblewrap) { try_all_faults("bubblewrap", 0, 2); }

TEST_F(Faults, CostNoPointsUnderLandlock) { try_all_faults("landlock", 0, 2); }

TEST_F(Faults, CostNoPointsWhenTheGraderIsAnOrdinaryUser) {
  if (geteuid() != 0) return;
  const unsigned user = 61000 + static_cast<unsigned>(getpid()) % 4000;
  for (const char* isolation : {"bubblewrap", "landlock"}) try_all_faults(isolation, user, 1);
}

}  // namespace
}  // namespace grader
