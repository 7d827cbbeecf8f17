/// The interface of a backend. A new backend implements `Confinement` and adds a line to confine().
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// The process to start on the host: the program itself, or a tool that isolates it and then executes it.
struct Launch {
  struct Inherited {
    UniqueFd fd;
    int number;  ///< Its number in the new process; 5 or more.
  };
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string working_directory = "/";
  std::vector<Inherited> inherited;
  /// Called in the new process just before it executes `arguments`. It must not allocate memory, since the
  /// grader has threads. Returns null on success. Otherwise returns what failed, and errno says why.
  std::function<const char*()> before_exec;
};

/// The isolation of one run.
class Confinement {
 public:
  virtual ~Confinement() = default;

  /// Makes the box. Called once, before anything is started. Throws std::exception when the box cannot be
  /// made.
  virtual Launch prepare() = 0;

  /// A non-blocking descriptor that the supervisor polls before it calls on_status(), or -1.
  virtual int status_fd() const { return -1; }

  /// Reads everything available. Returns false when nothing more will come.
  virtual bool on_status() { return false; }

  /// Returns whether the program itself has been started. Until then, time passes by the backend's doing.
  virtual bool has_started() const { return true; }

  /// Sets the outcome's ending from the launched process's wait status. Called only for a run that the
  /// supervisor did not cut short.
  virtual void interpret(int wait_status, Outcome& outcome) const = 0;
};

/// The result keeps references to `program` and `limits`.
std::unique_ptr<Confinement> confine(Isolation isolation, const Program& program, const Limits& limits);
std::unique_ptr<Confinement> confine_in_bubblewrap(const Program& program, const Limits& limits);
/// `abi` is the version of Landlock to use, at most the kernel's.
std::unique_ptr<Confinement> confine_with_landlock(const Program& program, const Limits& limits, int abi);
std::unique_ptr<Confinement> leave_unconfined(const Program& program, const Limits& limits);

}  // namespace grader
