#include "grader/submission/compile.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/control.hpp"
#include "grader/submission/diagnostic.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/tool_failure.hpp"
#include "grader/submission/warnings.hpp"

namespace grader {

namespace {

const char* const kObjectName = "out.o";

/// The flags for messages: short, in plain text, without the file's content. The template depth allows an
/// expression of forty operations and stops a template that never ends. The worker counts how often the
/// file's own functions run (see grader/worker/call_count.hpp); all headers lie in a folder called include.
/// Its comparisons report what they compare (see grader/worker/branches.hpp); without -fno-ssa-phiopt g++
/// makes a minimum of whole numbers of some of them, which reports nothing. A local variable that is never
/// written has the same value in every run, which the checks recognise.
const std::vector<std::string> kCompileOnly = {"-fdiagnostics-color=never",
                                               "-fno-diagnostics-show-caret",
                                               "-fdiagnostics-column-unit=byte",
                                               "-fmessage-length=0",
                                               "-ftemplate-depth=256",
                                               "-ftemplate-backtrace-limit=6",
                                               "-Werror=return-type",
                                               "-Werror=narrowing",
                                               "-ftrivial-auto-var-init=pattern",
                                               "-fsanitize-coverage=trace-cmp",
                                               "-fno-ssa-phiopt",
                                               "-finstrument-functions",
                                               "-finstrument-functions-exclude-file-list=/include/"};

/// The same for clang++, as far as it has it. uncounted.hpp says which functions are instrumented. It traces
/// comparisons only together with something else, so functions report that they are entered.
const std::vector<std::string> kCompileOnlyWithClang = {"-fdiagnostics-color=never",
                                                        "-fno-caret-diagnostics",
                                                        "-fmessage-length=0",
                                                        "-ftemplate-depth=256",
                                                        "-ftemplate-backtrace-limit=6",
                                                        "-Werror=return-type",
                                                        "-Werror=narrowing",
                                                        "-Wno-unknown-warning-option",
                                                        "-fsanitize-coverage=func,trace-pc,trace-cmp",
                                                        "-finstrument-functions"};

const std::vector<std::string>& compile_only(const Toolkit& toolkit) {
  return toolkit.compiler_is_clang ? kCompileOnlyWithClang : kCompileOnly;
}

std::string cache_key(const Toolkit& toolkit, Isolation isolation, const SourceFile& source,
                      const BuildLimits& limits) {
  Sha256 hash;
  hash.add_field(toolkit.fingerprint);
  for (const auto* flags : {&compile_only(toolkit), &warning_flags(toolkit.compiler_is_clang)}) {
    for (const std::string& flag : *flags) hash.add_field(flag);
  }
  hash.add_field(std::to_string(limits.errors));
  hash.add_field(to_string(isolation));
  hash.add_field(source.name);
  hash.add_field(source.bytes);
  return hash.hex();
}

BuildFailure describe_failure(const Outcome& outcome, const Limits& limits, const SourceFile& source) {
  const std::string first_error = describe_first_error(outcome.error_output, source);
  if (auto failure = stopped(outcome, limits, "Compiling " + source.name, source.name)) {
    if (failure->status == Status::output_limit && !first_error.empty()) {
      failure->message += " The first of them:\n" + first_error;
    }
    return *failure;
  }
  if (!first_error.empty()) return {Status::compile_error, first_error, source.name};
  const std::string words = clean(outcome.error_output, 200);
  return {Status::compile_error,
          fmt::format("{} does not compile. The compiler says:\n{}", source.name, words), source.name};
}

Compiled compile_in_box(const Toolkit& toolkit, Isolation isolation, const SourceFile& source,
                        const BuildLimits& limits) {
  std::optional<BoxDirectory> box;
  const auto attempt = [&] {
    box.emplace();
    box->write(source.name, source.bytes);
    return sandbox::run(isolation, compiler_call(toolkit, *box, source.name, limits.errors), limits.compile);
  };
  const Outcome outcome = attempt_twice(attempt, leaves_doubt);
  if (!outcome.succeeded()) {
    BuildFailure failure = describe_failure(outcome, limits.compile, source);
    if (failure.status == Status::grader_error || !leaves_doubt(outcome)) return failure;
    if (const auto fault = compiler_fault(toolkit, isolation, limits)) {
      return BuildFailure{Status::grader_error, clean(*fault, 400), source.name};
    }
    return failure;
  }

  FileContents object = box->read(kObjectName, limits.compile.file_bytes);
  if (!object.bytes) {
    return BuildFailure{Status::grader_error,
                        fmt::format("Compiling {} gave no object: it {}.", source.name, object.problem),
                        source.name};
  }
  return Object{source.name, std::move(*object.bytes), describe_warnings(outcome.error_output, source)};
}

// The warnings about an object are an entry of their own, which is there when there are any.
std::string warnings_key(const std::string& key) { return key + "warnings"; }

Compiled compiled_before(const SourceFile& source, const ObjectCache& cache, const std::string& key,
                         ObjectCache::Entry entry) {
  if (entry.compiled) {
    Object object{source.name, std::move(entry.bytes)};
    if (const auto warnings = cache.find(warnings_key(key))) {
      for (const std::string_view line : lines_of(warnings->bytes)) object.warnings.emplace_back(line);
    }
    return object;
  }
  return BuildFailure{Status::compile_error, std::move(entry.bytes), source.name};
}

}  // namespace

Program compiler_call(const Toolkit& toolkit, const BoxDirectory& box, const std::string& source_name,
                      unsigned errors) {
  Program program;
  program.arguments = {toolkit.compiler};
  for (const auto* flags :
       {&toolkit.flags, &compile_only(toolkit), &warning_flags(toolkit.compiler_is_clang)}) {
    program.arguments.insert(program.arguments.end(), flags->begin(), flags->end());
  }
  program.arguments.push_back(
      fmt::format("{}={}", toolkit.compiler_is_clang ? "-ferror-limit" : "-fmax-errors", errors));
  // g++ uses a precompiled header only for the first include, so the file's own include of it would be too
  // late. clang++ looks for it beside the file that the command line names.
  const char* header = toolkit.compiler_is_clang ? "/box/include/backprop/tensor.hpp" : "backprop/tensor.hpp";
  for (const char* each : {"-I/box/include", "-include", header, "-c"}) program.arguments.push_back(each);
  program.arguments.insert(program.arguments.end(), {source_name, "-o", kObjectName});
  program.environment = {"PATH=/usr/bin", "LC_ALL=C", "TMPDIR=/tmp"};
  program.mounts = {{box.work(), "/box/work", true}, {toolkit.include, "/box/include"}};
  program.working_directory = "/box/work";
  return program;
}

Compiled toolchain::compile(const Toolkit& toolkit, Isolation isolation, const SourceFile& source,
                            const BuildLimits& limits, const ObjectCache* cache) {
  if (cache == nullptr) return compile_in_box(toolkit, isolation, source, limits);
  const std::string key = cache_key(toolkit, isolation, source, limits);
  if (auto known = cache->find(key)) return compiled_before(source, *cache, key, std::move(*known));
  const UniqueFd claim = cache->claim(key);
  if (auto known = cache->find(key)) return compiled_before(source, *cache, key, std::move(*known));
  Compiled compiled = compile_in_box(toolkit, isolation, source, limits);
  // A busy machine may reach limits by chance, so only what the compiler itself says about the source is
  // kept.
  if (const auto* object = std::get_if<Object>(&compiled)) {
    if (!object->warnings.empty())
      cache->store(warnings_key(key), {.compiled = false, .bytes = join(object->warnings, "\n")});
    cache->store(key, {.compiled = true, .bytes = object->bytes});
  } else if (const auto& failure = std::get<BuildFailure>(compiled);
             failure.status == Status::compile_error) {
    cache->store(key, {.compiled = false, .bytes = failure.message});
  }
  return compiled;
}

}  // namespace grader
