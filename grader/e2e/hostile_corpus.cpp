#include "grader/e2e/hostile_corpus.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/base/strings.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/grading/library.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace fs = std::filesystem;

namespace {

constexpr const char* kScratch = "scratch";
constexpr const char* kKept = "kept as it is";

std::string after(const std::string& line, const std::string& start) {
  return line.starts_with(start) ? line.substr(start.size()) : std::string();
}

HostileProgram read_program(const fs::path& file) {
  HostileProgram program{.name = file.stem(), .where = {}, .verdict = {}, .text = read_file(file)};
  std::istringstream lines(program.text);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  program.where = after(line, "// Where: ");
  std::getline(lines, line);
  program.verdict = after(line, "// Verdict: ");
  std::getline(lines, line);
  program.needs_box = line == "// Only a box stops this.";
  if (const std::string op = after(line, "// Op: "); !op.empty()) program.op = op;
  const std::string folder = file.parent_path().filename();
  if (program.where.empty() || program.verdict != (folder == "accepted" ? "pass" : folder)) {
    throw std::runtime_error(file.string() + " does not begin with its attack, Where and Verdict");
  }
  return program;
}

void open_to_all(const fs::path& root) {
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    fs::permissions(entry.path(), fs::perms::group_read | fs::perms::others_read, fs::perm_options::add);
    if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0755));
  }
}

// A problem of 5 points. The layers that the op runs come from the library.
Json problem_of(const HostileProgram& program) {
  const Op& op = *find_op(program.op);
  const std::set<std::string> library = called_layers(program.op);
  Json problem = {{"id", program.name},
                  {"title", program.where},
                  {"file", program.name + ".cpp"},
                  {"op", program.op},
                  {"library", std::vector<std::string>(library.begin(), library.end())}};
  const std::vector<std::string> gradients = op.gradients();
  problem["checks"] = gradients.empty()
                          ? Json{{{"kind", "value"}, {"points", 5}}}
                          : Json{{{"kind", "contract"}},
                                 {{"kind", "gradient"}, {"gradient", gradients.front()}, {"points", 5}}};
  return problem;
}

}  // namespace

std::vector<HostileProgram> hostile_corpus() {
  std::vector<HostileProgram> programs;
  for (const auto& entry : fs::recursive_directory_iterator(project() / "grader/e2e/hostile")) {
    if (entry.path().extension() == ".cpp") programs.push_back(read_program(entry.path()));
  }
  std::ranges::sort(programs, {}, &HostileProgram::name);
  return programs;
}

HostileGround::HostileGround() : secret_("SECRET_" + std::to_string(getpid()) + "_OF_THE_GRADER") {
  for (const char* folder : {"course", "solutions", "grader"}) {
    fs::create_directory(path_ / folder);
    std::ofstream(path_ / folder / "secret") << secret_ << '\n';
  }
  std::ofstream(path_ / "solutions/relu.cpp") << "// " << secret_ << '\n'
                                              << read_file(project() / "solutions/a1-gates/relu.cpp");
  fs::copy_file(GRADER_PROGRAM, path_ / "grader/grader");
  // Another user may have no access to the build folder.
  fs::copy(BACKPROP_TOOLKIT, path_ / "toolkit", fs::copy_options::recursive);
  open_to_all(path_);
  for (const char* folder : {"boxes", "cache", kScratch, "reports"}) {
    fs::create_directory(path_ / folder);
    fs::permissions(path_ / folder, fs::perms(0777));
  }
  std::ofstream(path_ / kScratch / "kept") << kKept;
  fs::permissions(path_ / kScratch / "kept", fs::perms(0666));
}

void HostileGround::plant(const std::vector<HostileProgram>& programs, const std::string& limits,
                          const std::string& compile_limits) {
  fs::remove_all(path_ / "submission");
  fs::create_directory(path_ / "submission");
  Json problems = Json::array();
  for (const HostileProgram& program : programs) {
    std::string text = program.text;
    text = replace_all(text, "@SECRET@", (path_ / "course/secret").string());
    text = replace_all(text, "@SOLUTION@", (path_ / "solutions/relu.cpp").string());
    text = replace_all(text, "@BESIDE@", (path_ / "grader/secret").string());
    text = replace_all(text, "@SCRATCH@", (path_ / kScratch).string());
    std::ofstream(path_ / "submission" / (program.name + ".cpp")) << text;
    problems.push_back(problem_of(program));
  }
  std::ofstream(path_ / "course/assignment.json") << Json{{"schema", "backprop-assignment/1"},
                                                          {"id", "hostile"},
                                                          {"title", "Hostile"},
                                                          {"limits", parse_json(limits)},
                                                          {"compile_limits", parse_json(compile_limits)},
                                                          {"problems", problems}};
}

void HostileGround::plant_honest() {
  plant({{.name = "honest",
          .where = "run time",
          .verdict = "pass",
          .text = read_file(project() / "solutions/a1-gates/relu.cpp")}},
        R"({"memory_mb": 512})", "{}");
}

int HostileGround::run_grader(const std::vector<std::string>& arguments, unsigned user,
                              const std::vector<std::string>& under,
                              const std::vector<std::string>& more) const {
  std::vector<std::string> words;
  if (user != 0) {
    const std::string id = std::to_string(user);
    words = {"/usr/bin/setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"};
  }
  words.insert(words.end(), under.begin(), under.end());
  words.push_back(path_ / "grader/grader");
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin",
                                        "BACKPROP_TOOLKIT=" + (path_ / "toolkit").string(),
                                        "BACKPROP_CACHE=" + (path_ / "cache").string(),
                                        "TMPDIR=" + (path_ / "boxes").string(), "TOKEN=" + secret_};
  for (const std::string& each : more) {
    const std::string name = each.substr(0, each.find('=') + 1);
    std::erase_if(variables, [&](const std::string& variable) { return variable.starts_with(name); });
    variables.push_back(each);
  }
  const auto pointers = [](std::vector<std::string>& strings) {
    std::vector<char*> result;
    for (std::string& each : strings) result.push_back(each.data());
    result.push_back(nullptr);
    return result;
  };

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::string output = path_ / "output";
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, words.front().c_str(), &actions, nullptr, pointers(words).data(),
                                pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), words.front());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string HostileGround::output() const { return read_file(path_ / "output"); }

std::string HostileGround::traces() const {
  std::string found;
  for (const char* folder : {"boxes", kScratch}) {
    for (const auto& entry : fs::recursive_directory_iterator(path_ / folder)) {
      if (entry.path().filename() != "kept") found += "left: " + entry.path().string() + '\n';
    }
  }
  for (const char* name :
       {"/tmp/backprop-left", "/dev/shm/backprop-left", "/var/tmp/backprop-left", "/tmp/link"}) {
    if (fs::exists(fs::symlink_status(name))) found += std::string("left: ") + name + '\n';
  }
  const fs::path kept = path_ / kScratch / "kept";
  if (read_file(kept) != kKept || fs::status(kept).permissions() != fs::perms(0666))
    found += "changed: kept\n";
  return found;
}

}  // namespace grader
