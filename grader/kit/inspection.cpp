#include "grader/kit/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/kit/caller_half.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/layers.hpp"
#include "grader/kit/leaks.hpp"
#include "grader/kit/program.hpp"
#include "grader/kit/sources.hpp"
#include "grader/mistakes/mistake.hpp"
#include "grader/ops/registry.hpp"
#include "grader/starter/generate.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// A line of a layer's probes with fewer characters than this is ordinary code.
constexpr std::size_t kTellingProbe = 24;

// Returns the course's fixed seed and the case seeds made from it, as secrets. Short numbers are left out,
// because they occur everywhere.
std::vector<Secret> secret_seeds(const Assignment& assignment) {
  std::vector<Secret> secrets;
  if (assignment.seeds.policy != Seeds::Policy::fixed) return secrets;
  const auto add = [&](const std::string& what, std::uint64_t seed) {
    if (seed >= 10'000) secrets.push_back({what, std::to_string(seed), true});
  };
  add("the course's seed", assignment.seeds.seed);
  for (const ProblemSpec& problem : assignment.problems) {
    if (!problem.scenario.empty()) continue;
    for (const CaseTranscript& entry : cases::plan(*find_op(problem.op), assignment.seeds.seed))
      add("a seed of " + problem.id, entry.seed);
  }
  return secrets;
}

// Returns what students read about the known mistakes: it is in the golden answers.
std::vector<std::string> hints_without_space() {
  std::vector<std::string> hints;
  for (const KnownMistake& mistake : all_mistakes()) {
    for (const std::string_view text : {mistake.hint, mistake.misconception}) {
      std::string& hint = hints.emplace_back(text);
      std::erase_if(hint, [](unsigned char c) { return std::isspace(c) != 0; });
    }
  }
  return hints;
}

// Returns whether a line of code is nothing but a piece of a hint: "\"Does the loss rise or fall?\",".
bool is_hint(std::string line, const std::vector<std::string>& hints) {
  const std::size_t begin = line.find_first_not_of('"');
  const std::size_t end = line.find_last_not_of("\",}");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return false;
  line = replace_all(line.substr(begin, end + 1 - begin), "\\\"", "\"");
  return std::ranges::any_of(hints,
                             [&](const std::string& hint) { return hint.find(line) != std::string::npos; });
}

// Returns what students must not see of how layers are tried: the names of probes that only hidden checks
// use, and the lines of the grader's half of grader/ops that no file of theirs has otherwise.
std::vector<Secret> secrets_of_probes(const fs::path& project, const Assignment& whole,
                                      std::set<std::string> given) {
  std::vector<Secret> secrets;
  std::set<std::string> shown;
  for (const ProblemSpec& problem : whole.problems) {
    if (problem.scenario.empty()) shown.merge(public_probes(problem));
  }
  for (const ProblemSpec& problem : whole.problems) {
    for (const std::string& probe : hidden_probes(problem)) {
      if (!shown.contains(probe)) secrets.push_back({"the hidden probe of " + problem.id, '"' + probe + '"'});
    }
  }

  const fs::path ops = project / "grader/ops";
  std::map<std::string, Secret> lines;
  const auto add_lines = [&](const fs::path& file, std::string_view text) {
    for (const std::string_view line : lines_of(text)) {
      const std::string telling = line.starts_with('#') ? "" : telling_text(line);
      if (telling.size() >= kTellingProbe) lines[telling] = {("grader/ops" / file).string(), telling};
    }
  };
  for (const fs::path& file : files_below(ops)) {
    const bool is_source = file.extension() == ".cpp" || file.extension() == ".hpp";
    if (!is_source || file.stem().string().ends_with("_test")) continue;
    const std::string text = read_file(ops / file);
    const bool of_layer = file.parent_path() == "layers";
    const std::string_view secret = is_graders_alone(file) ? text
                                    : of_layer             ? graders_half(text)
                                                           : std::string_view();
    add_lines(file, secret);
    for (const std::string_view line :
         lines_of(std::string_view(text).substr(0, text.size() - secret.size())))
      given.insert(telling_text(line));
  }
  std::vector<Secret> candidates;
  for (auto& [line, secret] : lines) {
    if (!given.contains(line)) candidates.push_back(std::move(secret));
  }
  for (const char* folder : {"grader/checks", "grader/scenarios"}) {
    for (const Leak& leak : find_leaks(project / folder, candidates))
      std::erase_if(candidates, [&](const Secret& line) { return line.text == leak.secret.text; });
  }
  std::ranges::move(candidates, std::back_inserter(secrets));
  return secrets;
}

void require_public(const fs::path& kit, const Assignment& whole) {
  const Assignment shown = load_assignment(kit / "assignments" / whole.id / "assignment.json");
  for (const ProblemSpec& problem : shown.problems) {
    for (const CheckSpec& check : problem.checks) {
      if (check.visibility == Visibility::hidden)
        throw KitLeaks("the kit has the hidden check " + problem.id + "/" + check.id);
    }
  }
  // What is hidden of one layer may be public of another.
  for (const ProblemSpec& problem : whole.problems) {
    for (const std::string& probe : hidden_probes(problem)) {
      for (const fs::path& file :
           {fs::path("grader/ops/layers") / (problem.op + ".cpp"),
            fs::path("assignments") / whole.id / "golden" / golden_name(*find_op(problem.op))}) {
        if (!fs::exists(kit / file)) continue;
        if (read_file(kit / file).find('"' + probe + '"') != std::string::npos)
          throw KitLeaks(file.string() + " holds the hidden probe of " + problem.id + ", \"" + probe + '"');
      }
    }
  }
}

}  // namespace

void inspect_kit(const fs::path& kit, const KitOptions& options) {
  const Assignment whole = load_assignment(options.assignment);
  require_public(kit, whole);
  std::set<std::string> given = telling_texts(options.project / "starter/include");
  for (const fs::path& file : files_below(options.project / "solutions")) {
    if (file.extension() != ".cpp") continue;
    const std::string text = starter_of(options.project / "solutions", file, options.blanked);
    for (const std::string_view line : lines_of(text)) given.insert(telling_text(line));
  }
  const std::vector<std::string> hints = hints_without_space();
  std::vector<Secret> secrets = secrets_of_solutions(options.project / "solutions", options.blanked, given);
  for (const char* folder : {"grader/mistakes/catalogue", "grader/grading/accepted"}) {
    std::vector<Secret> lines = secrets_of_sources(options.project / folder, given);
    for (const char* shown : {"grader/ops", "grader/checks", "grader/scenarios"}) {
      for (const Leak& leak : find_leaks(options.project / shown, lines))
        std::erase_if(lines, [&](const Secret& line) { return line.text == leak.secret.text; });
    }
    std::erase_if(lines, [&](const Secret& line) { return is_hint(line.text, hints); });
    std::ranges::move(lines, std::back_inserter(secrets));
  }
  for (Secret& secret : secret_seeds(whole)) secrets.push_back(std::move(secret));
  std::ranges::move(secrets_of_probes(options.project, whole, given), std::back_inserter(secrets));

  if (const auto built = leaks_of_program(kit, whole); !built.empty())
    throw KitLeaks("the kit's program is not built from the kit alone:\n  " + join(built, "\n  "));
  const std::vector<Leak> leaks = find_leaks(kit, secrets);
  if (leaks.empty()) return;
  std::string text = fmt::format("the kit would give away {} lines:", leaks.size());
  for (std::size_t i = 0; i < leaks.size() && i < 20; ++i)
    text += fmt::format("\n  {} holds {}: {}", leaks[i].file, leaks[i].secret.where, leaks[i].secret.text);
  throw KitLeaks(text);
}

}  // namespace grader
