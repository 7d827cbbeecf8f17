#include "grader/batch/run_state.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"

namespace grader {

namespace {

constexpr const char* kRunSchema = "backprop-batch-run/1";

void write_state(const GradesFolder& folder, const RunState& state) {
  const Json json = {{"schema", kRunSchema},           {"assignment", state.assignment},
                     {"conditions", state.conditions}, {"generation", state.generation},
                     {"regrade", state.regrade},       {"finished", state.finished}};
  write_atomically(folder.run(), json.dump(1) + '\n');
}

}  // namespace

RunState last_run(const GradesFolder& folder) {
  if (!is_there(folder.run())) return {};
  try {
    const auto json = parse_json(read_file(folder.run()));
    if (json.at("schema") != kRunSchema) throw std::runtime_error("it has another schema");
    return {.assignment = json.at("assignment").get<std::string>(),
            .conditions = json.at("conditions").get<std::string>(),
            .generation = json.at("generation").get<std::int64_t>(),
            .regrade = json.at("regrade").get<bool>(),
            .finished = json.at("finished").get<bool>()};
  } catch (const std::exception& error) {
    throw InputError(folder.run().string() + " is damaged (" + error.what() +
                     "): delete it to go on; no report will be lost.");
  }
}

RunState begin_run(const GradesFolder& folder, const std::string& assignment, const std::string& conditions,
                   bool regrade) {
  RunState state = last_run(folder);
  if (!state.assignment.empty() && state.assignment != assignment) {
    throw InputError("--out " + folder.root().string() + " has the grades of " + state.assignment +
                     ": choose another folder for " + assignment + '.');
  }
  if (state.finished) {
    ++state.generation;
    state.regrade = regrade;
  } else if (regrade && !state.regrade) {
    ++state.generation;
    state.regrade = true;
  }
  state.conditions_changed = !state.assignment.empty() && state.conditions != conditions;
  state.assignment = assignment;
  state.conditions = conditions;
  state.finished = false;
  write_state(folder, state);
  return state;
}

void finish_run(const GradesFolder& folder, RunState state) {
  state.finished = true;
  write_state(folder, state);
}

UniqueFd lock_folder(const GradesFolder& folder) {
  UniqueFd file(open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file) throw InputError("--out " + folder.root().string() + " cannot be written to.");
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw InputError("Another batch is at work on " + folder.root().string() + '.');
  }
  return file;
}

}  // namespace grader
