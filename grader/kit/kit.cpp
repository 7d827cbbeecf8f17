#include "grader/kit/kit.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/janitor.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/kit/caller_half.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/golden_folder.hpp"
#include "grader/kit/handout.hpp"
#include "grader/kit/layers.hpp"
#include "grader/kit/leaks.hpp"
#include "grader/kit/pages.hpp"
#include "grader/kit/program.hpp"
#include "grader/kit/sources.hpp"
#include "grader/mistakes/mistake.hpp"
#include "grader/ops/registry.hpp"
#include "grader/starter/generate.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// A folder beside the kit's future folder, in which the kit is made. The destructor deletes it unless keep()
// moved it.
class Workplace {
 public:
  explicit Workplace(const fs::path& out) : out_(out) {
    std::error_code error;
    const bool is_there = fs::exists(out, error);
    if (is_there && (!fs::is_directory(out, error) || !fs::is_empty(out, error)))
      throw InputError(out.string() + " is there already: a kit needs a folder of its own");
    if (!error) fs::create_directories(out.parent_path(), error);
    if (error) throw InputError(out.string() + " cannot be made: " + error.message());
    std::string name = out.string() + ".XXXXXX";
    if (!mkdtemp(name.data()))
      throw InputError(out.string() + " cannot be made: " + std::generic_category().message(errno));
    path_ = name;
    Janitor::made(path_);  // building a program takes minutes, in which Ctrl-C may come
    fs::permissions(path_, fs::perms(0755));
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    Janitor::removed(path_);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const fs::path& path() const { return path_; }
  // Moves the folder to `out`. A rename may replace an empty folder.
  void keep() const { fs::rename(path_, out_); }

 private:
  fs::path out_;
  fs::path path_;
};

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  write_atomically(file, text);
  fs::permissions(file, fs::perms(0644));
}

// Returns what the kit's README says about checks that the kit lacks.
std::string left_out_text(const LeftOut& left_out, double points) {
  std::string text = fmt::format(
      "The checks here are worth {:g} points. Besides them your instructor's grader draws other inputs",
      points);
  if (!left_out.hidden.empty()) text += ", and has hidden checks";
  text += ".";
  return text;
}

std::string library_text(const Assignment& kit) {
  if (kit.own_library.empty()) return "";
  std::vector<std::string> files;
  for (const ProblemSpec& layer : kit.own_library) files.push_back(layer.file);
  return fmt::format(
      "| `earlier/` | layers of earlier assignments that run here ({}): put your own in their place, or what "
      "needs "
      "them cannot be checked. They are not handed in; the instructor's grader has its own |\n",
      join(files));
}

std::string predictions_text(const Assignment& kit) {
  if (questions_of(kit).empty()) return "";
  return "| `submission/predictions.txt` | what you expect of the scenarios, before you look: without points "
         "|\n";
}

constexpr const char* kProgramText =
    "| `prebuilt/` | the grader, built: `make check` says so if it does not run on your system, and builds "
    "it "
    "from `grader/` instead |\n";
constexpr const char* kFirstTimeText = "; the first time, this builds the grader for some minutes";

constexpr const char* kScenariosText =
    " Scenarios run your own layers and compare what they measure with what it should be.";
constexpr const char* kOtherLayersText =
    "\nA problem that runs other layers of yours is checked when these are right.";
constexpr const char* kOtherCommandsText =
    "If the handout names other commands than this page, use the commands of this page.\n\n";

// Returns whether a handout is written for the course's repository. An instructor's own may be.
bool has_commands_of_the_course(const std::string& handout) {
  return handout.find("make grade") != std::string::npos ||
         handout.find("build/release/") != std::string::npos;
}

// A line of a layer's probes with fewer characters than this is ordinary code.
constexpr std::size_t kTellingProbe = 24;

class KitMaker {
 public:
  KitMaker(const KitOptions& options, const Assignment& whole, const fs::path& kit)
      : options_(options), whole_(whole), kit_(kit), solutions_(options.project / "solutions") {}

  MadeKit make() {
    const std::string text = read_file(options_.assignment);
    PublicAssignment shown = public_assignment(parse_json(text, options_.assignment.string()), whole_);
    if (options_.blanked.contains("forward") && !shown.document.contains("forward_share"))
      shown.document["forward_share"] = kForwardShare;
    if (shown.document["problems"].empty())
      throw InputError(options_.assignment.string() + " has no public check that a kit could hold");
    const fs::path folder = kit_ / "assignments" / whole_.id;
    write(folder / "assignment.json", shown.document.dump(2) + "\n");
    const Assignment assignment = load_assignment(folder / "assignment.json");
    write_golden(whole_, seed_for(0, "kit of " + whole_.id), folder / "golden", options_.step);
    remove_unused_golden(assignment, folder / "golden");

    options_.step("sources");
    KitOps ops;
    for (const ProblemSpec& layer : assignment.own_library) ops[layer.op];
    for (const ProblemSpec& problem : assignment.problems) {
      if (!problem.op.empty()) ops[problem.op] = public_probes(*whole_.find(problem.id));
    }
    copy_sources(options_.project, kit_, ops);
    MadeKit made = {.left_out = shown.left_out};
    write_handout(made);
    for (const char* text : {"cheat-sheet", "from-python"}) {
      const std::string name = std::string("starter/") + text;
      copy_page(built_page(text), options_.project / (name + ".md"), kit_ / (name + ".html"));
    }
    write_starters(assignment);
    write_template(assignment, shown.left_out);
    return made;
  }

 private:
  static void remove_unused_golden(const Assignment& assignment, const fs::path& folder) {
    for (const fs::path& file : files_below(folder)) {
      const bool used = std::ranges::any_of(assignment.problems, [&](const ProblemSpec& problem) {
        return file == (problem.scenario.empty() ? golden_name(*find_op(problem.op))
                                                 : golden_name_of_scenario(problem.scenario));
      });
      if (!used) fs::remove(folder / file);
    }
  }

  // The handout beside the assignment.json, or else what the course's handouts say of the assignment's
  // problems.
  void write_handout(MadeKit& made) const {
    const fs::path folder = options_.assignment.parent_path();
    if (!fs::exists(folder / "handout.md")) {
      const ComposedHandout composed = composed_handout(options_.project, whole_);
      made.handout_from = composed.sources;
      made.without_handout = composed.without;
      if (composed.text.empty()) return;
      write(kit_ / "handout.md", composed.text);
      for (const fs::path& picture : composed.pictures) copy_into(picture, kit_ / picture.filename());
      return;
    }
    write(kit_ / "handout.md", handout_for_kit(read_file(folder / "handout.md")));
    copy_page(built_page(whole_.id), folder / "handout.md", kit_ / "handout.html");
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".svg" || entry.path().extension() == ".png")
        copy_into(entry.path(), kit_ / entry.path().filename());
    }
  }

  std::string starter(const fs::path& solution) const {
    return starter_of(solutions_, solution, options_.blanked);
  }

  std::string starter_of_op(const std::string& op) const {
    return starter(solution_of(solutions_, op + ".cpp"));
  }

  // Writes the starters that the grader is linked with into starter/, the files that students write into
  // submission/, and the layers of earlier assignments into earlier/.
  void write_starters(const Assignment& assignment) const {
    for (const std::string& layer : with_callees(layers_called(kit_ / "grader", solutions_), solutions_)) {
      const fs::path solution = solution_of(solutions_, layer + ".cpp");
      write(kit_ / "starter" / solution, starter(solution));
    }
    for (const ProblemSpec& problem : assignment.problems) {
      if (!problem.op.empty()) write(kit_ / "submission" / problem.file, starter_of_op(problem.op));
    }
    if (const auto questions = questions_of(assignment); !questions.empty()) {
      for (const fs::path& folder : {fs::path("submission"), "starter" / fs::path(assignment.id)})
        write(kit_ / folder / kPredictionsFile, blank_predictions(questions));
    }
    for (const ProblemSpec& layer : assignment.own_library)
      write(kit_ / "earlier" / layer.file, starter_of_op(layer.op));
  }

  // Returns what the README calls a text: its page as well, if the kit has one.
  std::string names_of_text(const std::string& name) const {
    const std::string page = fs::exists(kit_ / (name + ".html")) ? '`' + name + ".html`, " : "";
    return page + '`' + name + ".md`";
  }

  void write_template(const Assignment& assignment, const LeftOut& left_out) const {
    std::vector<std::string> ids;
    for (const ProblemSpec& problem : assignment.problems) ids.push_back(problem.id);
    const auto any = [&](auto has) { return std::ranges::any_of(assignment.problems, has); };
    const bool has_scenario = any([](const ProblemSpec& problem) { return !problem.scenario.empty(); });
    const bool has_callers = any([](const ProblemSpec& problem) { return !problem.uses.empty(); });
    const bool has_handout = fs::exists(kit_ / "handout.md");
    const std::map<std::string, std::string> values = {
        {"@ASSIGNMENT@", assignment.id},
        {"@TITLE@", assignment.title},
        {"@FILES@", join(assignment.files(), " ")},
        {"@FIRST_PROBLEM@", ids.front()},
        {"@PROBLEMS@", join(ids)},
        {"@LEFT_OUT@", left_out_text(left_out, assignment.max_points())},
        {"@LIBRARY@\n", library_text(assignment)},
        {"@PREDICTIONS@\n", predictions_text(assignment)},
        {"@PROGRAM@\n", options_.with_program ? kProgramText : ""},
        {"@FIRST_TIME@", options_.with_program ? "" : kFirstTimeText},
        {"@HANDOUT@\n",
         has_handout ? "| " + names_of_text("handout") + " | what each problem is about |\n" : ""},
        {"@TUTORS_TEXTS@", has_handout ? "the handout and the checks" : "the headers and the checks"},
        {"@TUTORS_PLACE@", has_handout ? "the section of `handout.md` and to the header" : "the header"},
        {"@SCENARIOS@", has_scenario ? kScenariosText : ""},
        {"@OTHER_LAYERS@", has_callers ? kOtherLayersText : ""},
        {"@OTHER_COMMANDS@\n",
         has_handout && has_commands_of_the_course(read_file(kit_ / "handout.md")) ? kOtherCommandsText : ""},
        {"@CHEAT_SHEET@", names_of_text("starter/cheat-sheet")},
        {"@FROM_PYTHON@", names_of_text("starter/from-python")}};
    const fs::path templates = options_.project / "grader/kit/template";
    for (const fs::path& file : files_below(templates)) {
      std::string text = read_file(templates / file);
      for (const auto& [name, value] : values) text = replace_all(text, name, value);
      write(kit_ / file, text);
      if ((fs::status(templates / file).permissions() & fs::perms::owner_exec) != fs::perms::none)
        fs::permissions(kit_ / file, fs::perms(0755));
    }
  }

  const KitOptions& options_;
  const Assignment& whole_;
  const fs::path& kit_;
  fs::path solutions_;
};

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

MadeKit make_kit(const KitOptions& options) {
  const Assignment whole = load_assignment(options.assignment);
  const Workplace workplace(plain_path(options.out));
  MadeKit made = KitMaker(options, whole, workplace.path()).make();
  options.step("looking for leaks");
  inspect_kit(workplace.path(), options);
  if (options.with_program) {
    add_program(options.project, workplace.path(), options.jobs);
    options.step("looking for leaks in the program");
    inspect_kit(workplace.path(), options);
  }
  workplace.keep();
  return made;
}

}  // namespace grader
