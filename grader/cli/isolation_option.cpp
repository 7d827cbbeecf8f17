#include "grader/cli/isolation_option.hpp"

#include "grader/report/input_error.hpp"

namespace grader {

Isolation choose_isolation(const std::string& name) {
  if (name.empty()) return best_available();
  const auto isolation = isolation_named(name);
  if (!isolation) {
    throw InputError("--isolation " + name +
                     ": there is no such backend; there is bubblewrap, landlock, none");
  }
  const BackendStatus& backend = probe(*isolation);
  if (!backend.available) throw InputError("--isolation " + name + ": " + backend.explanation);
  return *isolation;
}

}  // namespace grader
