#include "grader/sandbox/isolation.hpp"

#include <fmt/format.h>

#include "grader/sandbox/run.hpp"

namespace grader {
namespace {

/// What a failed try means, and how to get further.
std::string remedy(std::string_view detail) {
  const auto mentions = [&](std::string_view words) { return detail.find(words) != std::string_view::npos; };
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
  Program program;
  program.arguments = {"/usr/bin/true"};
  const Outcome outcome = run(Isolation::bubblewrap, program, Limits{});
  if (outcome.succeeded())
    return {Isolation::bubblewrap, true, "own files, processes and network, and a system call filter"};
  const std::string detail = outcome.detail.empty() ? std::string(to_string(outcome.ending)) : outcome.detail;
  return {Isolation::bubblewrap, false,
          fmt::format("bubblewrap does not work ({}): {}", detail, remedy(detail))};
}

}  // namespace

std::string_view to_string(Isolation isolation) {
  switch (isolation) {
    case Isolation::bubblewrap:
      return "bubblewrap";
    case Isolation::none:
      return "none";
  }
  return "unknown";
}

std::optional<Isolation> isolation_named(std::string_view name) {
  for (const Isolation each : {Isolation::bubblewrap, Isolation::none}) {
    if (to_string(each) == name) return each;
  }
  return std::nullopt;
}

const std::vector<BackendStatus>& probe_backends() {
  static const std::vector<BackendStatus> statuses = {
      probe_bubblewrap(), {Isolation::none, true, "resource limits only: for one's own code"}};
  return statuses;
}

Isolation best_available(std::string* why) {
  for (const BackendStatus& each : probe_backends()) {
    if (each.available) return each.isolation;
    if (why != nullptr) *why += (why->empty() ? "" : "; ") + each.explanation;
  }
  return Isolation::none;
}

}  // namespace grader
