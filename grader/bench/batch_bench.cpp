// Times `grader batch` with the real program in every mode, on a fictitious class. No time makes it fail. It
// also prints whether the grades are the same in every mode.
//
// grader_batch_bench GRADER [SIZE [PERCENT]]: grades a fictitious class of SIZE submissions; PERCENT of their
// files are unique to one student.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/batch/testing/one_node_slurm.hpp"
#include "grader/batch/testing/synthetic_class.hpp"
#include "grader/report/json.hpp"
#include "grader/report/report.hpp"

extern char** environ;

namespace grader {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Used {
  double wall = 0;
  double cpu = 0;        // of the grader and its descendants
  double megabytes = 0;  // of the largest process
  int exit_code = -1;
};

pid_t start(const std::vector<std::string>& words) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", 1 /* write */, 0);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0) {
    throw std::runtime_error("cannot start " + words[0]);
  }
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

double seconds(const timeval& time) { return double(time.tv_sec) + 1e-6 * double(time.tv_usec); }

Used run(const std::vector<std::string>& words) {
  const auto before = Clock::now();
  const pid_t pid = start(words);
  int status = 0;
  rusage usage = {};
  wait4(pid, &status, 0, &usage);
  return {.wall = std::chrono::duration<double>(Clock::now() - before).count(),
          .cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .megabytes = double(usage.ru_maxrss) / 1024,
          .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

class Bench {
 public:
  Bench(std::string grader, std::size_t size, unsigned percent)
      : grader_(fs::absolute(grader).string()), size_(size), percent_(percent) {
    testing::make_class(folder_ / "class", {.size = size, .percent_of_its_own = percent});
  }

  void all() {
    fmt::print("{} submissions to a1-gates, {} % of their files unique; {} processors\n", size_, percent_,
               sysconf(_SC_NPROCESSORS_ONLN));
    const Used cold = report("two jobs, nothing compiled before", batch("cold", {"--jobs", "2"}));
    const Used two = report("two jobs, everything compiled before", batch("two", {"--jobs", "2"}));
    const Used one = report("one job, everything compiled before", batch("one", {"--jobs", "1"}));
    {
      const testing::OneNodeSlurm slurm;
      report("through Slurm, everything compiled before", batch("slurm", {"--engine", "slurm"}), false);
    }
    killed_ten_times();
    report("again, nothing changed", batch("cold", {"--jobs", "2"}));
    fmt::print("\nshare of processor time in the compiler   {:.0f} %\n", 100 * (1 - two.cpu / cold.cpu));
    fmt::print("efficiency of two jobs against one        {:.0f} %\n", 100 * one.wall / (2 * two.wall));
    for (const char* way : {"two", "one", "slurm", "killed"}) {
      const bool same = read_file(folder_ / way / "grades.csv") == read_file(folder_ / "cold/grades.csv");
      fmt::print("grades.csv of {:<10} {}\n", way, same ? "the same, byte for byte" : "DIFFERENT");
    }
    one_by_one();
  }

 private:
  std::vector<std::string> words(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> result = {grader_,       "batch",   folder_ / "class", "--out",
                                       folder_ / out, "--cache", folder_ / "cache"};
    result.insert(result.end(), more.begin(), more.end());
    return result;
  }
  Used batch(const std::string& out, const std::vector<std::string>& more) const {
    return run(words(out, more));
  }

  Used report(const std::string& what, const Used& used, bool below = true) const {
    fmt::print("{:<44} {:>7.1f} s, {:>6.1f} a minute", what, used.wall, 60 * double(size_) / used.wall);
    if (below) fmt::print(", {:>7.1f} s of processor, largest process {:.0f} MB", used.cpu, used.megabytes);
    fmt::print("{}\n", used.exit_code == 0 ? "" : fmt::format("  EXIT CODE {}", used.exit_code));
    std::fflush(stdout);
    return used;
  }

  void killed_ten_times() const {
    std::mt19937_64 random(10);
    const auto before = Clock::now();
    for (int i = 0; i < 10; ++i) {
      const pid_t pid = start(words("killed", {"--jobs", "2"}));
      usleep(static_cast<useconds_t>(random() % 8'000'000));
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    Used last = batch("killed", {"--jobs", "2"});
    last.wall = std::chrono::duration<double>(Clock::now() - before).count();
    report("killed ten times, and resumed", last, false);
  }

  // Grades every seventh submission by itself, and compares its report with the batch's.
  void one_by_one() const {
    testing::make_class(folder_ / "folders",
                        {.size = size_, .percent_of_its_own = percent_, .archives = false});
    const std::string grades = read_file(folder_ / "cold/grades.csv");
    std::size_t same = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < size_; i += 7) {
      const std::string name = fmt::format("student-{:03}", i);
      const fs::path submission = folder_ / "folders" / name;
      if (!fs::is_directory(submission) || fs::is_empty(submission)) continue;
      const fs::path json = folder_ / "one.json";
      run({grader_, "grade", submission, "--json", json});
      ++all;
      same += without_duration(json) == without_duration(folder_ / "cold/reports" / (name + ".json")) ? 1 : 0;
    }
    fmt::print("reports of one by one grading {} of {} the same\n", same, all);
  }

  static std::string without_duration(const fs::path& file) {
    Report report = without_times(parse_report(read_file(file)));
    report.submission.folder = ".";  // that in an archive differs from the same one unpacked
    return json_text(report);
  }

  std::string grader_;
  std::size_t size_;
  unsigned percent_;
  const TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

}  // namespace
}  // namespace grader

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  try {
    const std::size_t size = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
    const unsigned long percent = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 30;
    grader::Bench(argv[1], size, static_cast<unsigned>(percent)).all();
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "grader_batch_bench: {}\n", error.what());
    return 1;
  }
}
