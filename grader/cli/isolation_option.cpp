#include "grader/cli/isolation_option.hpp"

#include "grader/report/input_error.hpp"

namespace grader {

Isolation choose_isolation(const std::string& name) {
  if (name.empty()) return best_available();
  const auto isolation = isolation_named(name);
  std::string known;
  for (const BackendStatus& backend : probe_backends()) {
    if (backend.isolation == isolation && !backend.available) {
      throw InputError("--isolation " + name + ": " + backend.explanation);
    }
    if (backend.isolation == isolation) return *isolation;
    known += (known.empty() ? "" : ", ") + std::string(to_string(backend.isolation));
  }
  throw InputError("--isolation " + name + ": there is no such backend; there is " + known);
}

}  // namespace grader
