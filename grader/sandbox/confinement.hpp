/// The interface of a backend. A new backend implements `Confinement` and adds a line to confine().
#pragma once
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "grader/base/json.hpp"
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
  /// Called with `settings` in the new process, just before it executes `arguments`. Returns null on success.
  /// Otherwise returns what failed, and errno says why. The process is no copy of the grader as it is now
  /// (see launcher.hpp), so all that the function needs is in `settings`.
  const char* (*before_exec)(const Json& settings) = [](const Json&) -> const char* { return nullptr; };
  Json settings;
};

/// The bytes of plain values, for Launch::settings.
template <class T>
Json packed(const std::vector<T>& values) {
  Json::Binary bytes(values.size() * sizeof(T));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return Json::binary(std::move(bytes));
}
template <class T>
std::vector<T> unpacked(const Json& json) {
  static_assert(std::is_trivially_copyable_v<T>);
  std::vector<T> values(json.bytes().size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), json.bytes().data(), json.bytes().size());
  return values;
}

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
