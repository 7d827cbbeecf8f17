/// Slurm, as far as a batch needs it: its commands sbatch, squeue and scancel.
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
  std::size_t index = 0;   ///< In the array.
  std::string state;       ///< "RUNNING", "NODE_FAIL".
  bool has_ended() const;  ///< For good; an unknown state has not.
};

/// Submits a script as an array of `count` elements, numbered from 0, at most `at_a_time` of them running (0:
/// as Slurm pleases). Whatever else a site asks for (partition, account, memory, time) is set by sbatch's own
/// variables, SBATCH_PARTITION and so on. Throws InputError with sbatch's own words.
void submit_array(const std::filesystem::path& script, const std::string& name, std::size_t count,
                  std::size_t at_a_time);

/// All elements of the arrays of these names that Slurm still knows, those that have ended lately among them;
/// nothing when Slurm does not answer.
std::optional<std::vector<SlurmTask>> slurm_tasks(const std::vector<std::string>& names);

/// Ends it, if it still runs or waits.
void cancel(const SlurmTask& task);

/// The most elements that an array may have here.
std::size_t largest_array();

}  // namespace grader
