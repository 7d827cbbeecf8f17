#include "grader/sandbox/isolation.hpp"

#include <map>
#include <mutex>

#include "grader/sandbox/backends.hpp"

namespace grader {
namespace {

BackendStatus probe_now(Isolation isolation) {
  if (isolation != Isolation::none) return probe_backend(isolation);
  return {Isolation::none, true, "resource limits only: for one's own code"};
}

}  // namespace

std::string_view to_string(Isolation isolation) {
  switch (isolation) {
    case Isolation::bubblewrap:
      return "bubblewrap";
    case Isolation::landlock:
      return "landlock";
    case Isolation::none:
      return "none";
  }
  return "unknown";
}

std::optional<Isolation> isolation_named(std::string_view name) {
  for (const Isolation each : kIsolations) {
    if (to_string(each) == name) return each;
  }
  return std::nullopt;
}

const BackendStatus& probe(Isolation isolation) {
  static std::mutex mutex;
  static std::map<Isolation, BackendStatus> known;
  const std::lock_guard lock(mutex);
  const auto found = known.find(isolation);
  return found != known.end() ? found->second : known.emplace(isolation, probe_now(isolation)).first->second;
}

std::vector<BackendStatus> probe_backends() {
  std::vector<BackendStatus> statuses;
  for (const Isolation each : kIsolations) statuses.push_back(probe(each));
  return statuses;
}

Isolation best_available(std::string* why) {
  for (const Isolation each : kIsolations) {
    const BackendStatus& status = probe(each);
    if (status.available) return each;
    if (why != nullptr && why->find(status.explanation) == std::string::npos)
      *why += (why->empty() ? "" : "; ") + status.explanation;
  }
  return Isolation::none;
}

}  // namespace grader
