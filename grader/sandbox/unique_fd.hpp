/// Owns a file descriptor.
#pragma once
#include <unistd.h>

#include <utility>

namespace grader {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

/// The two ends of a pipe or of another one-way stream. Both are close-on-exec.
struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

/// Makes a pipe. Throws std::system_error when the system has no descriptors left.
Pipe make_pipe();

/// Makes a one-way stream like a pipe. When nobody reads, send(2) with MSG_NOSIGNAL fails without SIGPIPE.
Pipe make_quiet_pipe();

/// Makes read(2) and write(2) on `fd` return at once. Throws std::system_error.
void set_nonblocking(int fd);

}  // namespace grader
