/// A file descriptor with an owner.
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

/// The two ends of a pipe, or of anything else that flows one way. Both are close-on-exec.
struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

/// Throws std::system_error when the system has no descriptors left.
Pipe make_pipe();

/// Like a pipe, but writing to it when nobody reads can be done without SIGPIPE: send(2) with MSG_NOSIGNAL.
Pipe make_quiet_pipe();

/// Makes read(2) and write(2) on `fd` return at once. Throws std::system_error.
void set_nonblocking(int fd);

}  // namespace grader
