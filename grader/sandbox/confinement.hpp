/// What a backend is to the rest of this folder. A new backend is a new implementation, and a line in
/// confine().
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/limits.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The process to start on the host: the program itself, or something that shuts it in and then executes it.
struct Launch {
  struct Inherited {
    UniqueFd fd;
    int number;  ///< In the new process; 5 or more.
  };
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string working_directory = "/";
  std::vector<Inherited> inherited;
  /// Called in the new process just before it executes `arguments`; where memory must not be allocated, since
  /// the grader has threads. Returns null, or what could not be done (errno says why).
  std::function<const char*()> before_exec;
};

/// One run's isolation.
class Confinement {
 public:
  virtual ~Confinement() = default;

  /// Called once, before anything is started. Throws std::exception when the box cannot be made.
  virtual Launch prepare() = 0;

  /// A non-blocking descriptor that the supervisor polls for on_status(), or -1.
  virtual int status_fd() const { return -1; }

  /// Reads all that there is. False when nothing more will come.
  virtual bool on_status() { return false; }

  /// Sets the outcome's ending by the launched process's wait status, for a run that was not cut short from
  /// outside.
  virtual void interpret(int wait_status, Outcome& outcome) const = 0;
};

/// Program and limits are referred to, not copied.
std::unique_ptr<Confinement> confine(Isolation isolation, const Program& program, const Limits& limits);
std::unique_ptr<Confinement> confine_in_bubblewrap(const Program& program, const Limits& limits);
/// `abi`: the version of Landlock to use, at most the kernel's.
std::unique_ptr<Confinement> confine_with_landlock(const Program& program, const Limits& limits, int abi);
std::unique_ptr<Confinement> leave_unconfined(const Program& program, const Limits& limits);

}  // namespace grader
