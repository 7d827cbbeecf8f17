#include "grader/cli/isolation_option.hpp"

#include "grader/base/input_error.hpp"

namespace grader {

Isolation choose_isolation(const std::string& name) {
  if (name.empty()) return best_available();
  if (name == "sandbox") {
    std::string why;
    const Isolation best = best_available(&why);
    if (best == Isolation::none) throw InputError("--isolation sandbox: " + why);
    return best;
  }
  const auto isolation = isolation_named(name);
  if (!isolation) {
    throw InputError("--isolation " + name +
                     ": there is no such backend; there is sandbox, bubblewrap, landlock, none");
  }
  const BackendStatus& backend = probe(*isolation);
  if (!backend.available) throw InputError("--isolation " + name + ": " + backend.explanation);
  return *isolation;
}

}  // namespace grader
