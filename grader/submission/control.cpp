#include "grader/submission/control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "grader/base/text.hpp"
#include "grader/sandbox/machine.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/link.hpp"
#include "grader/submission/tool_failure.hpp"

namespace grader {

namespace {

constexpr int kLastError = 133;  // of Linux; others have fewer

// What g++, clang++ and the programs that they start say when they could not do their work. A header that
// cannot be opened is a fatal error.
constexpr std::string_view kWordsOfTools[] = {"fatal error: ",
                                              "internal compiler error",
                                              "out of memory",
                                              "memory exhausted",
                                              "PCH allocation",
                                              "cannot execute",
                                              "g++: ",
                                              "cc1plus: ",
                                              "LLVM ERROR",
                                              "clang: error: ",
                                              "Assembler messages"};

const char* description_of(int error) {
#if defined(__GLIBC__)
  return strerrordesc_np(error);
#else
  return std::strerror(error);
#endif
}

// A limit that was reached would be reached again, and take as long. That the kernel killed a program because
// the machine had no memory left is no limit of ours.
bool may_be_repeated(const Outcome& outcome) {
  return !ran_out_of_time(outcome) && outcome.ending != Ending::output_limit;
}

// The words here are the machine's: no file of a student's took part.
std::string tool_words(const Outcome& outcome) {
  if (!outcome.detail.empty()) return outcome.detail;
  std::string words = clean(outcome.error_output, 200);
  std::ranges::replace(words, '\n', ' ');
  return words.empty() ? std::string(to_string(outcome.ending)) : words;
}

std::optional<std::string> fault_of(const char* what, const Outcome& outcome, const Limits& limits) {
  if (auto full = room_fault(limits.file_bytes)) return full;
  if (outcome.succeeded()) return std::nullopt;
  return fmt::format("{} on this machine: {}", what, tool_words(outcome));
}

}  // namespace

bool leaves_doubt(const Outcome& outcome) {
  if (outcome.succeeded()) return false;
  if (outcome.ending != Ending::exited || outcome.exit_code != 1) return true;
  const std::string_view text = outcome.error_output;
  const auto says = [&](std::string_view words) { return text.find(words) != text.npos; };
  if (!says(": error: ")) return true;
  if (std::ranges::any_of(kWordsOfTools, says)) return true;
  for (int error = 1; error <= kLastError; ++error) {
    const char* description = description_of(error);
    if (description != nullptr && says(description)) return true;
  }
  return false;
}

Outcome attempt_twice(const std::function<Outcome()>& attempt,
                      const std::function<bool(const Outcome&)>& doubtful) {
  Outcome outcome = attempt();
  if (outcome.succeeded() || !may_be_repeated(outcome) || !doubtful(outcome)) return outcome;
  return attempt();
}

std::optional<std::string> compiler_fault(const Toolkit& toolkit, Isolation isolation,
                                          const BuildLimits& limits) {
  try {
    const BoxDirectory box;
    box.write("empty.cpp", "");
    const Program call = compiler_call(toolkit, box, "empty.cpp", limits.errors);
    return fault_of("Not even an empty file compiles", sandbox::run(isolation, call, limits.compile),
                    limits.compile);
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::optional<std::string> linker_fault(const Toolkit& toolkit, Isolation isolation,
                                        const BuildLimits& limits) {
  try {
    const BoxDirectory box;
    const Program call = linker_call(toolkit, box, {}, {});
    return fault_of("Not even a program without layers links", sandbox::run(isolation, call, limits.link),
                    limits.link);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace grader
