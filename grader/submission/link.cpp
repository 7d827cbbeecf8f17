#include "grader/submission/link.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "grader/base/files.hpp"
#include "grader/base/text.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/control.hpp"
#include "grader/submission/link_diagnostic.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/tool_failure.hpp"

namespace grader {

namespace {

const char* const kWorkerName = "worker";

}  // namespace

Program linker_call(const Toolkit& toolkit, const BoxDirectory& box, const std::vector<Object>& objects,
                    const std::vector<OpFile>& ops) {
  Program program;
  std::vector<std::string>& line = program.arguments;
  line = {toolkit.compiler};
  line.insert(line.end(), toolkit.link_flags.begin(), toolkit.link_flags.end());
  // The main program comes first and whole. The linker searches an archive only for what is still missing, so
  // a student's main() would win.
  line.insert(line.end(),
              {"-Wl,--whole-archive", "/box/lib/libgrader_worker_main.a", "-Wl,--no-whole-archive"});
  // Calls of these in the student's files note what they compare; see grader/worker/branches.hpp.
  line.insert(line.end(), {"-Wl,--wrap=fmin", "-Wl,--wrap=fmax"});
  for (const Object& object : objects) line.push_back(object_name(object.source_name));
  for (const OpFile& op : ops) line.push_back("-Wl,-u,backprop_op_" + op.op);
  for (const char* archive : {"grader_serve", "grader_ops_unlinked", "grader_frames", "grader_json",
                              "grader_layer_support", "backprop_vocabulary"}) {
    line.push_back(fmt::format("/box/lib/lib{}.a", archive));
  }
  line.insert(line.end(), {"-lopenblas", "-o", kWorkerName});
  program.environment = {"PATH=/usr/bin", "LC_ALL=C", "TMPDIR=/tmp"};
  program.mounts = {{box.work(), "/box/work", true}, {toolkit.root / "lib", "/box/lib"}};
  program.working_directory = "/box/work";
  return program;
}

namespace {

std::vector<BuildFailure> grader_error(const std::string& message) {
  return {{Status::grader_error, message, {}}};
}

// The linker works on a student's objects, which may hold anything. What it refuses without naming a function
// is the fault of the file that is asked about.
std::vector<BuildFailure> describe_failures(const Outcome& outcome, const std::vector<Object>& objects,
                                            const std::vector<OpFile>& ops, const Limits& limits,
                                            const std::filesystem::path& include) {
  if (auto failure = stopped(outcome, limits, "Linking", {})) return {*failure};
  std::vector<BuildFailure> failures = describe_link_errors(outcome.error_output, objects, ops, include);
  if (!failures.empty()) return failures;
  const std::string file = ops.empty() ? std::string() : ops.front().file;
  return {{Status::compile_error,
           fmt::format("The linker refuses the object of {}. It says:\n{}", file,
                       last_line(outcome.error_output)),
           file}};
}

void make_executable(const Worker& worker) {
  std::filesystem::permissions(worker.executable(), std::filesystem::perms(0755));
}

Linked link_anew(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
                 const std::vector<OpFile>& ops, const BuildLimits& limits) {
  std::optional<BoxDirectory> made;
  const Outcome outcome = attempt_twice([&] {
    made.emplace();
    for (const Object& object : objects) made->write(object_name(object.source_name), object.bytes);
    return sandbox::run(isolation, linker_call(toolkit, *made, objects, ops), limits.link);
  });
  if (!outcome.succeeded()) {
    std::vector<BuildFailure> failures =
        describe_failures(outcome, objects, ops, limits.link, toolkit.root / "include");
    if (failures.front().status == Status::grader_error) return failures;
    if (const auto fault = linker_fault(toolkit, isolation, limits)) return grader_error(clean(*fault, 400));
    return failures;
  }
  const BoxDirectory& box = *made;

  // Only the linker has written the file, and nothing can write it any more. Programs in the sandbox cannot
  // change a file's mode.
  Worker worker{BoxDirectory(), kWorkerName};
  if (!box.move_file(kWorkerName, worker.box)) return grader_error("Linking gave no program.");
  make_executable(worker);
  return worker;
}

std::string cache_key(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
                      const std::vector<OpFile>& ops) {
  Sha256 hash;
  hash.add_field(toolkit.fingerprint);
  hash.add_field(to_string(isolation));
  for (const OpFile& op : ops) hash.add_field(op.op);
  for (const Object& object : objects) {
    hash.add_field(object_name(object.source_name));
    hash.add_field(object.bytes);
  }
  return hash.hex() + "worker";
}

}  // namespace

Linked toolchain::link(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
                       const std::vector<OpFile>& ops, const BuildLimits& limits, const ObjectCache* cache) {
  if (cache == nullptr) return link_anew(toolkit, isolation, objects, ops, limits);
  const std::string key = cache_key(toolkit, isolation, objects, ops);
  if (const auto known = cache->find(key)) {
    Worker worker{BoxDirectory(), kWorkerName};
    worker.box.write(kWorkerName, known->bytes);
    make_executable(worker);
    return worker;
  }
  Linked linked = link_anew(toolkit, isolation, objects, ops, limits);
  if (const auto* worker = std::get_if<Worker>(&linked))
    cache->store(key, {.compiled = true, .bytes = read_file(worker->executable())});
  return linked;
}

Program worker_program(const Worker& worker) {
  Program program;
  program.arguments = {"/box/bin/" + worker.name};
  // Threads would change the order of summation from run to run.
  program.environment = {"OPENBLAS_NUM_THREADS=1"};
  for (const char* name : {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}) {
    if (const char* value = std::getenv(name)) program.environment.push_back(std::string(name) + '=' + value);
  }
  program.mounts = {{worker.box.work(), "/box/bin"}};
  return program;
}

}  // namespace grader
