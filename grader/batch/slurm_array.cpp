#include "grader/batch/slurm_array.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include "grader/base/files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kJobPrefix = "grader-";

std::string quoted(const fs::path& path) {
  std::string result = "'";
  for (const char c : path.string()) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string script_of(const SlurmArray& array, const fs::path& program) {
  return fmt::format(
      "#!/bin/sh\n"
      "cd {folder} || exit 3\n"
      "task=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" tasks)\n"
      "exec {program} batch-task {plan} \"$task\" 2>\"log-$SLURM_ARRAY_TASK_ID\"\n",
      fmt::arg("folder", quoted(array.folder)), fmt::arg("program", quoted(program)),
      fmt::arg("plan", quoted(array.plan())));
}

}  // namespace

SlurmArray make_slurm_array(const GradesFolder& folder, const fs::path& program, const fs::path& plan_file,
                            std::vector<std::size_t> tasks) {
  std::string name = (folder.slurm() / kJobPrefix).string() + "XXXXXX";
  if (!mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "cannot make " + name);
  SlurmArray array{.folder = name, .tasks = std::move(tasks)};
  fs::copy_file(plan_file, array.plan());
  std::string numbers;
  for (const std::size_t task : array.tasks) numbers += std::to_string(task) + '\n';
  write_atomically(array.folder / "tasks", numbers);
  write_atomically(array.script(), script_of(array, program));
  return array;
}

std::vector<SlurmArray> earlier_slurm_arrays(const GradesFolder& folder) {
  std::vector<SlurmArray> arrays;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.slurm())) {
    if (!entry.path().filename().string().starts_with(kJobPrefix)) continue;
    SlurmArray array{.folder = entry.path(), .tasks = {}};
    std::ifstream numbers(array.folder / "tasks");
    for (std::size_t task = 0; numbers >> task;) array.tasks.push_back(task);
    if (fs::exists(array.script())) {
      arrays.push_back(std::move(array));
    } else {  // its creation was interrupted before sbatch was called
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
  return arrays;
}

}  // namespace grader
