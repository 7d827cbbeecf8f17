#include "grader/sandbox/supervisor.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace grader {

Supervisor::Supervisor(Keeper& keeper, Confinement& confinement, UniqueFd output, UniqueFd error_output,
                       std::uint64_t output_bytes, Deadline& deadline)
    : keeper_(keeper),
      confinement_(confinement),
      output_{std::move(output), {}},
      error_output_{std::move(error_output), {}},
      output_left_(output_bytes),
      deadline_(deadline),
      hurry_(make_pipe()),
      status_open_(confinement.status_fd() >= 0) {
  set_nonblocking(output_.fd.get());
  set_nonblocking(error_output_.fd.get());
}

Supervisor::Result Supervisor::watch() {
  while (!dead_) poll_once();
  Result result;
  result.report = keeper_.wait();
  if (status_open_) confinement_.on_status();
  drain(output_);
  drain(error_output_);
  result.cut = cut_;
  result.output = std::move(output_.text);
  result.error_output = std::move(error_output_.text);
  return result;
}

void Supervisor::hurry(Clock::duration grace) {
  grace_ = grace;
  hurry_.write_end.reset();
}

void Supervisor::cut(Cut reason) {
  if (cut_ == Cut::none) cut_ = reason;
  keeper_.kill_all();
}

void Supervisor::poll_once() {
  using std::chrono::milliseconds;
  const auto left = std::chrono::ceil<milliseconds>(deadline_.left()).count();
  if (left <= 0 && cut_ == Cut::none) cut(Cut::deadline);
  const int timeout = cut_ != Cut::none ? -1 : static_cast<int>(std::min<decltype(left)>(left, INT_MAX));

  // poll(2) ignores negative descriptors, so each keeps its place.
  pollfd entries[] = {{keeper_.report_fd(), POLLIN, 0},
                      {output_.fd.get(), POLLIN, 0},
                      {error_output_.fd.get(), POLLIN, 0},
                      {status_open_ ? confinement_.status_fd() : -1, POLLIN, 0},
                      {hurry_.read_end.get(), POLLIN, 0}};
  if (poll(entries, std::size(entries), timeout) < 0) {
    if (errno != EINTR) cut(Cut::deadline);
    return;
  }
  if (entries[1].revents != 0) drain(output_);
  if (entries[2].revents != 0) drain(error_output_);
  if (entries[3].revents != 0) status_open_ = confinement_.on_status();
  if (entries[4].revents != 0) {
    deadline_.hurry(grace_.load());
    hurry_.read_end.reset();
  }
  dead_ = entries[0].revents != 0;
}

void Supervisor::drain(Stream& stream) {
  char buffer[16384];
  while (stream.fd) {
    const ssize_t count = read(stream.fd.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return stream.fd.reset();
    const auto size = static_cast<std::uint64_t>(count);
    stream.text.append(buffer, std::min(size, output_left_));
    if (size > output_left_) {
      cut(Cut::output);
      output_.fd.reset();
      error_output_.fd.reset();
    }
    output_left_ -= std::min(size, output_left_);
  }
}

}  // namespace grader
