#include "grader/batch/slurm_queue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/command_output.hpp"

namespace grader {

namespace {

constexpr std::size_t kUsualLargestArray = 1000;

constexpr std::array kEnds = {"COMPLETED", "FAILED",        "CANCELLED", "TIMEOUT",   "NODE_FAIL",
                              "BOOT_FAIL", "OUT_OF_MEMORY", "DEADLINE",  "PREEMPTED", "REVOKED"};

std::string words_of(const CommandOutput& output) {
  std::string words = clean(output.err, 300);
  while (words.ends_with('\n')) words.pop_back();
  return words.empty() ? fmt::format("exit code {}", output.exit_code) : words;
}

}  // namespace

bool SlurmTask::has_ended() const { return std::ranges::find(kEnds, state) != kEnds.end(); }

void submit_array(const std::filesystem::path& script, const std::string& name, std::size_t count,
                  std::size_t at_a_time) {
  std::string elements = fmt::format("0-{}", count - 1);
  if (at_a_time > 0) elements += fmt::format("%{}", at_a_time);
  const CommandOutput output = command_output(
      {"sbatch", "--parsable", "--job-name=" + name, "--array=" + elements, "--ntasks=1", "--cpus-per-task=1",
       "--no-requeue", "--output=/dev/null", "--chdir=" + script.parent_path().string(), script.string()});
  if (output.exit_code == 127) throw InputError("--engine slurm: there is no sbatch here.");
  if (output.exit_code != 0)
    throw InputError("--engine slurm: sbatch refuses the array: " + words_of(output));
}

std::optional<std::vector<SlurmTask>> slurm_tasks(const std::vector<std::string>& names) {
  if (names.empty()) return std::vector<SlurmTask>();
  const CommandOutput output =
      command_output({"squeue", "--noheader", "--array", "--states=all",
                      fmt::format("--name={}", fmt::join(names, ",")), "--format=%F %j %K %T"});
  if (output.exit_code != 0) return std::nullopt;
  std::vector<SlurmTask> tasks;
  std::istringstream lines(output.out);
  std::string job;
  std::string index;
  for (SlurmTask task; lines >> job >> task.array >> index >> task.state;) {
    if (index.find_first_not_of("0123456789") != std::string::npos || index.size() > 9) continue;
    task.index = std::stoul(index);
    task.job = job + '_' + index;
    tasks.push_back(task);
  }
  return tasks;
}

void cancel(const SlurmTask& task) { command_output({"scancel", task.job}); }

std::size_t largest_array() {
  std::istringstream lines(command_output({"scontrol", "show", "config"}).out);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    std::string equals;
    std::size_t value = 0;
    if (words >> name >> equals >> value && name == "MaxArraySize" && value > 1) return value - 1;
  }
  return kUsualLargestArray;
}

}  // namespace grader
