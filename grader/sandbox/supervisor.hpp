/// Watches one running program. It collects the program's output and has it killed when it exceeds a limit.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/deadline.hpp"
#include "grader/sandbox/keeper.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

class Supervisor {
 public:
  using Clock = Deadline::Clock;

  /// Why the supervisor ended the run, if it did.
  enum class Cut { none, deadline, output };

  struct Result {
    Cut cut = Cut::none;
    Keeper::Report report;
    std::string output;
    std::string error_output;
  };

  /// `output` and `error_output` are read ends. The deadline must outlive the supervisor.
  Supervisor(Keeper& keeper, Confinement& confinement, UniqueFd output, UniqueFd error_output,
             std::uint64_t output_bytes, Deadline& deadline);

  /// Returns when the program and all its descendants are dead.
  Result watch();

  /// Moves the deadline to at most `grace` from now. Called from another thread.
  void hurry(Clock::duration grace);

 private:
  struct Stream {
    UniqueFd fd;
    std::string text;
  };
  void cut(Cut reason);
  void poll_once();
  /// Reads everything available, and cuts the run at the limit.
  void drain(Stream& stream);

  Keeper& keeper_;
  Confinement& confinement_;
  Stream output_;
  Stream error_output_;
  std::uint64_t output_left_;
  Deadline& deadline_;
  Pipe hurry_;
  std::atomic<Clock::duration> grace_{Clock::duration::zero()};
  Cut cut_ = Cut::none;
  bool status_open_;
  bool dead_ = false;
};

}  // namespace grader
