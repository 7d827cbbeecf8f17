#include "grader/batch/slurm_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "grader/base/input_error.hpp"
#include "grader/batch/awaited_signals.hpp"
#include "grader/batch/command_output.hpp"
#include "grader/batch/slurm_array.hpp"
#include "grader/batch/slurm_queue.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// Identifies an element of an array: the array's name and the index in it.
using Element = std::pair<std::string, std::size_t>;

class SlurmRun {
 public:
  SlurmRun(const Work& work, fs::path program, const SlurmEngine::Options& options)
      : work_(work), program_(std::move(program)), options_(options), folder_(work.plan.grades) {}

  Failures run() {
    const AwaitedSignals signals;
    adopt();
    submit_rest();
    int unanswered = 0;
    while (!awaited_.empty()) {
      wait(signals);
      const auto queue = slurm_tasks(names());
      if (!queue && ++unanswered > options_.patience) {
        throw InputError("--engine slurm: Slurm no longer answers; run the same command again when it does.");
      }
      if (queue) {
        unanswered = 0;
        look(*queue);
      }
      work_.tick();
    }
    for (const SlurmArray& array : arrays_) remove(array);
    return std::move(failures_);
  }

 private:
  static void remove(const SlurmArray& array) {
    std::error_code ignored;
    fs::remove_all(array.folder, ignored);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const SlurmArray& array : arrays_) result.push_back(array.name());
    return result;
  }

  void wait(const AwaitedSignals& signals) const {
    try {
      signals.wait(options_.poll);
    } catch (const Interrupted& interrupted) {
      throw Interrupted(fmt::format("{}; Slurm goes on with what it has (`scancel --name={}` would end that)",
                                    interrupted.what(), fmt::join(names(), ",")));
    }
  }

  // Waits for tasks of earlier runs that are still wanted, and cancels the others.
  void adopt() {
    std::vector<SlurmArray> earlier = earlier_slurm_arrays(folder_);
    std::vector<std::string> known;
    for (const SlurmArray& array : earlier) known.push_back(array.name());
    const auto queue = slurm_tasks(known);
    if (!queue) throw InputError("--engine slurm: Slurm does not answer (squeue fails).");
    for (SlurmArray& array : earlier) {
      bool used = false;
      const std::map<std::size_t, std::size_t> wanted = wanted_of(array);
      for (const SlurmTask& task : *queue) {
        if (task.array != array.name() || task.has_ended()) continue;
        const auto found = wanted.find(task.index);
        if (found != wanted.end() && taken_.insert(found->second).second) {
          awaited_[{array.name(), task.index}] = found->second;
          used = true;
        } else {
          cancel(task);
        }
      }
      if (used) {
        arrays_.push_back(std::move(array));
      } else {
        remove(array);
      }
    }
  }

  // Returns the tasks of an earlier array that are still wanted, as index in the array -> number in this
  // plan.
  std::map<std::size_t, std::size_t> wanted_of(const SlurmArray& array) const {
    std::map<std::pair<std::string, std::string>, std::size_t> ours;
    for (const std::size_t task : work_.tasks) {
      const Task& each = work_.plan.tasks[task];
      ours[{each.submission.file_name, each.fingerprint}] = task;
    }
    std::map<std::size_t, std::size_t> result;
    try {
      const Plan plan = read_plan(array.plan());
      if (plan.generation != work_.plan.generation || plan.conditions != work_.plan.conditions) return {};
      for (std::size_t index = 0; index < array.tasks.size(); ++index) {
        const Task& each = plan.tasks.at(array.tasks[index]);
        const auto found = ours.find({each.submission.file_name, each.fingerprint});
        if (found != ours.end()) result[index] = found->second;
      }
    } catch (const std::exception&) {  // a damaged array has no wanted tasks
      result.clear();
    }
    return result;
  }

  void submit_rest() {
    std::vector<std::size_t> rest;
    for (const std::size_t task : work_.tasks) {
      if (!taken_.contains(task)) rest.push_back(task);
    }
    const std::size_t largest = rest.empty() ? 1 : largest_array();
    for (std::size_t from = 0; from < rest.size(); from += largest) {
      const auto end = rest.begin() + static_cast<std::ptrdiff_t>(std::min(from + largest, rest.size()));
      SlurmArray array = make_slurm_array(folder_, program_, work_.plan_file,
                                          {rest.begin() + static_cast<std::ptrdiff_t>(from), end});
      submit_array(array.script(), array.name(), array.tasks.size(), options_.at_a_time);
      for (std::size_t index = 0; index < array.tasks.size(); ++index) {
        awaited_[{array.name(), index}] = array.tasks[index];
      }
      arrays_.push_back(std::move(array));
    }
  }

  void look(const std::vector<SlurmTask>& queue) {
    std::map<Element, std::string> states;
    for (const SlurmTask& task : queue) {
      states[{task.array, task.index}] = task.has_ended() ? task.state : std::string();
    }
    for (auto at = awaited_.begin(); at != awaited_.end();) {
      const auto state = states.find(at->first);
      if (state != states.end() && state->second.empty()) {
        ++at;
        continue;
      }
      end(at->first, at->second, state == states.end() ? "" : state->second);
      at = awaited_.erase(at);
    }
  }

  // `state` is empty if Slurm no longer knows the task. It forgets tasks some minutes after they end.
  void end(const Element& element, std::size_t task, const std::string& state) {
    if (state != "COMPLETED") {
      std::string why = state.empty() ? "Slurm has lost the task" : "Slurm ended the task as " + state;
      const auto array = std::ranges::find(arrays_, element.first, &SlurmArray::name);
      const std::string said = array == arrays_.end() ? "" : last_line_of(array->log(element.second));
      failures_[task] = said.empty() ? why + '.' : why + ": " + said;
    }
    work_.ended(task);
  }

  const Work& work_;
  fs::path program_;
  SlurmEngine::Options options_;
  GradesFolder folder_;
  std::vector<SlurmArray> arrays_;
  std::map<Element, std::size_t> awaited_;
  std::set<std::size_t> taken_;
  Failures failures_;
};

}  // namespace

Failures SlurmEngine::run(const Work& work) { return SlurmRun(work, program_, options_).run(); }

}  // namespace grader
