#include "grader/starter/starter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/places.hpp"
#include "grader/cli/command.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/starter/generate.hpp"
#include "grader/starter/regions.hpp"

namespace grader {

namespace {

struct StarterOptions {
  bool check = false;
  std::vector<std::string> blank;
  std::string solutions = places().course / "solutions";
  std::string out = places().course / "starter";
};

// Compares each assignment's predictions.txt with the questions of its scenarios, and writes it unless the
// starters are only checked.
std::vector<StaleStarter> stale_predictions(const StarterOptions& options) {
  std::vector<StaleStarter> stale;
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    const auto questions = questions_of(assignment);
    const std::filesystem::path file = std::filesystem::path(id) / kPredictionsFile;
    const std::filesystem::path path = std::filesystem::path(options.out) / file;
    if (questions.empty() || !std::filesystem::is_directory(path.parent_path())) continue;
    const std::string text = blank_predictions(questions);
    const bool is_there = std::filesystem::exists(path);
    if (is_there && read_file(path) == text) continue;
    stale.push_back({file, is_there ? StaleStarter::Reason::kDifferent : StaleStarter::Reason::kMissing});
    if (!options.check) write_atomically(path, text);
  }
  return stale;
}

int run_starter(const StarterOptions& options) {
  const std::set<std::string> blanked =
      options.blank.empty() ? default_blanked()
                            : std::set<std::string>(options.blank.begin(), options.blank.end());
  for (const std::string& tag : blanked) {
    if (!region_tags().contains(tag)) throw InputError("--blank " + tag + ": no region has this tag");
  }
  if (!std::filesystem::is_directory(options.solutions))
    throw InputError(options.solutions + " is not a folder");
  auto stale = generate_starters(options.solutions, options.out, blanked, options.check);
  if (options.solutions == StarterOptions().solutions)
    std::ranges::move(stale_predictions(options), std::back_inserter(stale));
  for (const StaleStarter& starter : stale) {
    fmt::print("{}: {}\n", starter.file.string(), to_string(starter.reason, !options.check));
  }
  if (options.check && !stale.empty()) {
    fmt::print(stderr,
               "grader: the starters are not those of the solutions; `grader starter` writes them anew.\n");
    return 1;
  }
  if (stale.empty()) fmt::print("All starters are up to date.\n");
  return 0;
}

}  // namespace

void add_starter(CommandLine& line) {
  auto options = std::make_shared<StarterOptions>();
  Command starter = line.add("starter", "Write the files that students start from, made from the solutions.",
                             [options] { return run_starter(*options); });
  starter.flag("--check", options->check, "Write nothing; exit with 1 if a starter is not what it should be");
  starter.option("--blank", options->blank,
                 "Regions to take out: forward, backward, function (default: the last two)");
  starter.option("--solutions", options->solutions, "The folder with the solutions");
  starter.option("--out", options->out, "The folder to write to");
}

}  // namespace grader
