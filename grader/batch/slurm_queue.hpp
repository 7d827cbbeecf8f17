/// Calls Slurm's commands sbatch, squeue and scancel.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

/// One element of an array.
struct SlurmTask {
  std::string job;         ///< "17_3", for scancel.
  std::string array;       ///< The array's name.
  std::size_t index = 0;   ///< Its index in the array.
  std::string state;       ///< "RUNNING", "NODE_FAIL".
  bool has_ended() const;  ///< True if it has ended for good; false in an unknown state.
};

/// Submits a script as an array of `count` elements, numbered from 0. At most `at_a_time` of them run at once
/// (0: as many as Slurm allows). A site's other settings (partition, account, memory, time) come from
/// sbatch's own variables, such as SBATCH_PARTITION. Throws InputError with sbatch's message.
void submit_array(const std::filesystem::path& script, const std::string& name, std::size_t count,
                  std::size_t at_a_time);

/// Returns the elements of the named arrays that Slurm still knows, including those that ended recently.
/// Returns nullopt if Slurm does not answer.
std::optional<std::vector<SlurmTask>> slurm_tasks(const std::vector<std::string>& names);

/// Ends the task if it still runs or waits.
void cancel(const SlurmTask& task);

/// Returns the largest number of elements that an array may have here.
std::size_t largest_array();

}  // namespace grader
