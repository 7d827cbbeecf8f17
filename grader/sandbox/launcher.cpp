#include "grader/sandbox/launcher.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <vector>

#include "grader/base/system.hpp"
#include "grader/sandbox/descriptors.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {
namespace {

using launcher::Job;

constexpr MsgpackLimits kOwnOrders{.depth = 16, .values = 1'000'000};

/// The beginning of an order. Its JSON follows as MessagePack, then one byte that brings the descriptors.
struct Header {
  Job job;  ///< The launcher is a copy of the grader, so the function is at the same place.
  std::size_t bytes;
  std::size_t descriptors;
};

struct Reply {
  pid_t pid;
  int error;
};

bool send_all(int socket, const void* data, std::size_t size) {
  const auto* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t sent = system::send_quietly(socket, next, size);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    next += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool receive_all(int socket, void* data, std::size_t size) {
  auto* next = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t received = read(socket, next, size);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return false;
    next += received;
    size -= static_cast<std::size_t>(received);
  }
  return true;
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Starts one process. Returns false at the end of the orders.
bool serve_one(int socket) {
  Header header{};
  if (!receive_all(socket, &header, sizeof header)) return false;
  std::vector<std::byte> payload(header.bytes);
  if (!receive_all(socket, payload.data(), payload.size())) return false;
  std::array<int, kMostSent> room{};
  const std::span<int> descriptors = std::span(room).first(std::min(header.descriptors, room.size()));
  if (!receive_descriptors(socket, descriptors)) return false;

  Reply reply{fork(), errno};
  if (reply.pid == 0) {
    close(socket);
    header.job(parse_msgpack(payload, kOwnOrders), descriptors);
    _exit(1);
  }
  for (const int each : descriptors) close(each);
  return send_all(socket, &reply, sizeof reply);
}

/// Runs in the launcher until the grader has gone.
[[noreturn]] void serve(int socket) try {
  reset_signals();
  setsid();  // A Ctrl-C in the terminal is for the grader.
  const int own[] = {socket};
  if (!close_all_but(own)) _exit(1);
  // Descriptors that come in must not be taken for the standard streams.
  int nothing = -1;
  do nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  while (nothing >= 0 && nothing <= STDERR_FILENO);
  if (nothing < 0) _exit(1);
  close(nothing);
  while (serve_one(socket)) {
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
  // Waiting for all counts their processor time among the grader's children's.
  while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
  _exit(0);
} catch (...) {
  _exit(1);
}

/// The calling process's launcher.
class Process {
 public:
  Process() {
    int ends[2];
    if (!system::make_socket_pair(ends))
      throw std::system_error(errno, std::generic_category(), "cannot make a pair of sockets");
    UniqueFd its(ends[1]);
    socket_ = UniqueFd(ends[0]);
    pid_ = fork();
    if (pid_ == 0) serve(its.get());
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "cannot fork");
  }

  ~Process() {
    socket_.reset();
    while (is_own() && waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Returns false in a process that the maker of the launcher has forked.
  bool is_own() const { return maker_ == getpid(); }

  /// Returns nullopt when the launcher has gone.
  std::optional<Reply> ask(const Header& header, const Json::Binary& payload,
                           std::span<const int> descriptors) {
    Reply reply{};
    if (!send_all(socket_.get(), &header, sizeof header) ||
        !send_all(socket_.get(), payload.data(), payload.size()) ||
        !send_descriptors(socket_.get(), descriptors) || !receive_all(socket_.get(), &reply, sizeof reply))
      return std::nullopt;
    return reply;
  }

 private:
  const pid_t maker_ = getpid();
  pid_t pid_ = -1;
  UniqueFd socket_;
};

/// Keeps the calling process's launcher, and makes it when the process has none.
class Owner {
 public:
  Reply ask(const Header& header, const Json::Binary& payload, std::span<const int> descriptors) {
    const std::lock_guard lock(mutex_);
    // Somebody may kill the launcher, as any other process. Then another one is made, once.
    for (int attempt = 0; attempt < 2; ++attempt) {
      if (!process_ || !process_->is_own()) process_.emplace();
      if (const std::optional<Reply> reply = process_->ask(header, payload, descriptors)) return *reply;
      process_.reset();
    }
    throw std::system_error(ECHILD, std::generic_category(), "the process that starts programs was killed");
  }

 private:
  std::mutex mutex_;
  std::optional<Process> process_;
};

}  // namespace

pid_t launcher::launch(Job job, const Json& order, std::span<const int> descriptors) {
  const Json::Binary payload = order.to_msgpack();
  const Header header{job, payload.size(), descriptors.size()};
  if (descriptors.size() > kMostSent)
    throw std::system_error(EMFILE, std::generic_category(), "too many descriptors for a program");
  static Owner owner;
  const Reply reply = owner.ask(header, payload, descriptors);
  if (reply.pid < 0) throw std::system_error(reply.error, std::generic_category(), "cannot fork");
  return reply.pid;
}

}  // namespace grader
