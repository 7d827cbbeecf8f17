// Included first by portable-check: from here on, what only Linux has is no longer there. All headers come
// first, since those of this system may use it.
#include <archive.h>
#include <archive_entry.h>
#include <bits/stdc++.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grp.h>
#include <openssl/evp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <unwind.h>
#include <yaml-cpp/yaml.h>
#include <zlib.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#undef __GLIBC__
#undef O_PATH
#undef O_TMPFILE
#undef MAP_POPULATE
#undef MSG_CMSG_CLOEXEC
#undef MSG_NOSIGNAL
#undef RLIMIT_MSGQUEUE
#undef RLIMIT_NICE
#undef RLIMIT_RTPRIO
#undef RLIMIT_RTTIME
#undef RLIMIT_SIGPENDING
#undef SIGPWR
#undef SIGSTKFLT
#undef SOCK_CLOEXEC
#undef SOCK_NONBLOCK
#undef st_atim
#undef st_ctim
#undef st_mtim
#define SO_NOSIGPIPE 0x1022  // what others have in place of MSG_NOSIGNAL

// libc++ 16 reads whole numbers only, and has no std::jthread.
namespace std {
template <integral T>
from_chars_result from_chars_of_a_whole_number(const char* first, const char* last, T& value, int base = 10) {
  return from_chars(first, last, value, base);
}
}  // namespace std
#define from_chars from_chars_of_a_whole_number
#pragma GCC poison jthread

#pragma GCC poison accept4 canonicalize_file_name clearenv close_range closefrom copy_file_range dup3
#pragma GCC poison epoll_create1 eventfd execvpe explicit_bzero fallocate fdatasync fexecve \
    get_current_dir_name
#pragma GCC poison getrandom getresuid gettid inotify_init1 mallinfo malloc_trim mallopt memfd_create mempcpy
#pragma GCC poison pidfd_open pipe2 posix_fallocate ppoll prctl prlimit program_invocation_name
#pragma GCC poison program_invocation_short_name rawmemchr renameat2 sched_getaffinity sched_setaffinity
#pragma GCC poison secure_getenv sendfile setresgid setresuid sigabbrev_np signalfd sigtimedwait statx
#pragma GCC poison strchrnul strerrordesc_np strerrorname_np syscall tgkill timerfd_create
