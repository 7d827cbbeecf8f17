#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "grader/base/input_error.hpp"
#include "grader/cli/folder_changes.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

namespace {

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

class Notified : public FolderChanges {
 public:
  explicit Notified(const std::vector<std::filesystem::path>& folders)
      : notifications_(inotify_init1(IN_CLOEXEC)) {
    if (!notifications_) throw std::system_error(errno, std::generic_category(), "inotify_init1");
    for (const std::filesystem::path& folder : folders) {
      if (inotify_add_watch(notifications_.get(), folder.c_str(), kEvents | IN_ONLYDIR) < 0)
        throw InputError(folder.string() + " cannot be watched: " + std::strerror(errno));
    }
  }

  std::vector<std::string> wait(int milliseconds) override {
    return readable(notifications_.get(), milliseconds) ? read_names(notifications_.get())
                                                        : std::vector<std::string>();
  }

 private:
  UniqueFd notifications_;
};

}  // namespace

std::unique_ptr<FolderChanges> follow_changes(const std::vector<std::filesystem::path>& folders) {
  return std::make_unique<Notified>(folders);
}

}  // namespace grader
