#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <stdexcept>

#include "grader/sandbox/backends.hpp"
#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/landlock.hpp"
#include "grader/sandbox/run.hpp"

namespace grader {
namespace {

constexpr const char* kForbidden = "/etc/passwd";  // readable by everybody, and in no box

std::string reason_against_now(Isolation isolation) {
  Program program;
  program.arguments = {"/usr/bin/cat", kForbidden};
  const Outcome outcome = sandbox::run(isolation, program, Limits{});
  if (!outcome.output.empty()) return fmt::format("a program in it could read {}", kForbidden);
  if (outcome.ending == Ending::exited && outcome.exit_code == 1) return {};
  return outcome.detail.empty() ? fmt::format("a program in it {}", to_string(outcome.ending))
                                : outcome.detail;
}

/// Returns an empty string when a program runs and cannot read a forbidden file, and otherwise the reason.
/// Tries twice: a passing fault of the machine must not end in a weaker box.
std::string reason_against(Isolation isolation) {
  try {
    if (reason_against_now(isolation).empty()) return {};
  } catch (const std::exception&) {  // the second attempt says why
  }
  return reason_against_now(isolation);
}

/// Says how to repair a bubblewrap that does not work.
std::string remedy_for_bubblewrap(std::string_view reason) {
  const auto mentions = [&](std::string_view words) { return reason.find(words) != std::string_view::npos; };
  if (mentions("not installed")) return "install it with apt-get install bubblewrap";
  if (mentions("nknown option")) return "it is too old: version 0.8 or newer is needed";
  if (mentions("uid map") || mentions("namespace") || mentions("Permission denied") ||
      mentions("not permitted")) {
    return "user namespaces are switched off here: set the sysctl user.max_user_namespaces above 0 (on "
           "Debian also "
           "kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0), "
           "or, in a container, run "
           "it with a seccomp profile that allows them";
  }
  return "see grader/sandbox/README.md for what it needs";
}

BackendStatus probe_bubblewrap() {
  const std::string reason = reason_against(Isolation::bubblewrap);
  if (reason.empty()) {
    return {Isolation::bubblewrap, true, "own files, processes and network, and a system call filter"};
  }
  return {Isolation::bubblewrap, false,
          fmt::format("bubblewrap does not work ({}): {}", reason, remedy_for_bubblewrap(reason))};
}

BackendStatus probe_landlock() {
  const int abi = landlock_abi();
  if (abi == 0) {
    const bool switched_off = errno == EOPNOTSUPP;
    return {Isolation::landlock, false,
            switched_off
                ? "Landlock is in this kernel and not switched on: boot with landlock in lsm="
                : "there is no Landlock here: it needs Linux 5.13 and, in a container, a seccomp profile "
                  "that knows it (Docker 20.10.10 or newer)"};
  }
  const std::string reason = reason_against(Isolation::landlock);
  if (!reason.empty()) {
    return {
        Isolation::landlock, false,
        fmt::format("Landlock does not work ({}): see grader/sandbox/README.md for what it needs", reason)};
  }
  return {Isolation::landlock, true,
          fmt::format(
              "no access to files and processes outside (Landlock version {}), {}and a system call filter",
              abi, geteuid() == 0 ? "a user that nobody else is, " : "")};
}

}  // namespace

bool built_with_sandbox() { return true; }

BackendStatus probe_backend(Isolation isolation) {
  return isolation == Isolation::bubblewrap ? probe_bubblewrap() : probe_landlock();
}

std::unique_ptr<Confinement> confine(Isolation isolation, const Program& program, const Limits& limits) {
  switch (isolation) {
    case Isolation::bubblewrap:
      return confine_in_bubblewrap(program, limits);
    case Isolation::landlock:
      return confine_with_landlock(program, limits, landlock_abi());
    case Isolation::none:
      return leave_unconfined(program, limits);
  }
  throw std::logic_error("confine: unknown isolation");
}

}  // namespace grader
