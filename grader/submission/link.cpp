#include "grader/submission/link.hpp"

#include <fmt/format.h>

#include "grader/sandbox/run.hpp"
#include "grader/submission/link_diagnostic.hpp"
#include "grader/submission/tool_failure.hpp"

namespace grader {

namespace {

const char* const kWorkerName = "worker";

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
  for (const Object& object : objects) line.push_back(object_name(object.source_name));
  for (const OpFile& op : ops) line.push_back("-Wl,-u,backprop_op_" + op.op);
  for (const char* archive : {"grader_serve", "grader_ops_unlinked", "grader_frames", "grader_json",
                              "grader_op_support", "backprop_vocabulary"}) {
    line.push_back(fmt::format("/box/lib/lib{}.a", archive));
  }
  line.insert(line.end(), {"-lopenblas", "-o", kWorkerName});
  program.environment = {"PATH=/usr/bin", "LC_ALL=C", "TMPDIR=/tmp"};
  program.mounts = {{box.work(), "/box/work", true}, {toolkit.root / "lib", "/box/lib"}};
  program.working_directory = "/box/work";
  return program;
}

std::vector<BuildFailure> grader_error(const std::string& message) {
  return {{Status::grader_error, message, {}}};
}

}  // namespace

Linked toolchain::link(const Toolkit& toolkit, Isolation isolation, const std::vector<Object>& objects,
                       const std::vector<OpFile>& ops, const BuildLimits& limits) {
  const BoxDirectory box;
  for (const Object& object : objects) box.write(object_name(object.source_name), object.bytes);
  const Outcome outcome = sandbox::run(isolation, linker_call(toolkit, box, objects, ops), limits.link);
  if (auto failure = stopped(outcome, limits.link, "Linking", {})) return std::vector{*failure};
  if (!outcome.succeeded()) {
    auto failures = describe_link_errors(outcome.error_output, objects, ops, toolkit.root / "include");
    if (failures.empty()) return grader_error("Linking failed: " + last_line(outcome.error_output));
    return failures;
  }

  // Only the linker has written the file, and nothing can write it any more. Programs in the sandbox cannot
  // change a file's mode.
  Worker worker{BoxDirectory(), kWorkerName};
  if (!box.move_file(kWorkerName, worker.box)) return grader_error("Linking gave no program.");
  std::filesystem::permissions(worker.executable(), std::filesystem::perms(0755));
  return worker;
}

}  // namespace grader
