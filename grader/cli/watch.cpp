#include "grader/cli/watch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <system_error>

#include "grader/base/input_error.hpp"

namespace grader {

namespace {

// An editor saves a file in several steps, which take much less time than this.
constexpr int kQuietMilliseconds = 60;
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

bool readable(int fd, int milliseconds) {
  pollfd wait = {fd, POLLIN, 0};
  while (true) {
    const int ready = poll(&wait, 1, milliseconds);
    if (ready >= 0) return ready > 0;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  }
}

// Returns the file names in the notifications that the kernel has now.
std::vector<std::string> read_names(int fd) {
  alignas(inotify_event) char buffer[16 << 10];
  const ssize_t size = read(fd, buffer, sizeof buffer);
  if (size < 0) throw std::system_error(errno, std::generic_category(), "reading file notifications");
  std::vector<std::string> names;
  for (ssize_t at = 0; at < size;) {
    inotify_event event;
    std::memcpy(&event, buffer + at, sizeof event);
    if (event.len > 0) names.emplace_back(buffer + at + sizeof event);
    if ((event.mask & IN_IGNORED) != 0) throw InputError("the folder that was watched is gone");
    at += static_cast<ssize_t>(sizeof event + event.len);
  }
  return names;
}

}  // namespace

Watch::Watch(const std::vector<std::filesystem::path>& folders, std::vector<std::string> endings)
    : notifications_(inotify_init1(IN_CLOEXEC)), endings_(std::move(endings)) {
  if (!notifications_) throw std::system_error(errno, std::generic_category(), "inotify_init1");
  for (const std::filesystem::path& folder : folders) {
    if (inotify_add_watch(notifications_.get(), folder.c_str(), kEvents | IN_ONLYDIR) < 0)
      throw InputError(folder.string() + " cannot be watched: " + std::strerror(errno));
  }
}

std::vector<std::string> Watch::wait() const {
  std::set<std::string> changed;
  while (readable(notifications_.get(), changed.empty() ? -1 : kQuietMilliseconds)) {
    for (const std::string& name : read_names(notifications_.get())) {
      if (std::ranges::any_of(endings_, [&](const std::string& ending) { return name.ends_with(ending); }))
        changed.insert(name);
    }
  }
  return {changed.begin(), changed.end()};
}

}  // namespace grader
