/// An array of tasks that was submitted to Slurm. It has a folder below .batch/slurm; the folder's name is
/// the array's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/batch/grades_folder.hpp"
#include "grader/batch/plan.hpp"

namespace grader {

struct SlurmArray {
  std::filesystem::path folder;    ///< Has plan.json, tasks (a number a line), run.sh, each task's stderr.
  std::vector<std::size_t> tasks;  ///< Numbers in the plan, by index in the array.

  std::string name() const { return folder.filename().string(); }
  std::filesystem::path script() const { return folder / "run.sh"; }
  std::filesystem::path plan() const { return folder / "plan.json"; }
  std::filesystem::path log(std::size_t index) const { return folder / ("log-" + std::to_string(index)); }
};

/// Makes the folder. It does not submit the jobs.
SlurmArray make_slurm_array(const GradesFolder& folder, const std::filesystem::path& program,
                            const std::filesystem::path& plan_file, std::vector<std::size_t> tasks);

/// Returns the arrays of earlier runs, and removes damaged ones.
std::vector<SlurmArray> earlier_slurm_arrays(const GradesFolder& folder);

}  // namespace grader
