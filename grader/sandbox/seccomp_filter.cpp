#include "grader/sandbox/seccomp_filter.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace grader {
namespace {

/// By name, since the header of an older libseccomp lacks the newer calls. A name that the library does not
/// know is passed over: then the other walls of the box are what stands before that call.
constexpr const char* kDenied[] = {
    // Other processes.
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "process_madvise", "kcmp",
    // Namespaces, mounts, file handles.
    "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree",
    "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at",
    "fanotify_init", "quotactl", "quotactl_fd",
    // The network, and everything else that is made of sockets.
    "socket", "socketpair", "bind", "listen", "accept", "accept4", "connect",
    // Memory and messages that no resource limit counts, or that outlive the program.
    "shmget", "shmat", "shmctl", "semget", "semctl", "msgget", "msgctl", "mq_open", "memfd_create",
    "memfd_secret", "add_key", "request_key", "keyctl",
    // Kernel surface.
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "kexec_load", "kexec_file_load", "create_module", "init_module", "finit_module", "delete_module",
    "personality", "modify_ldt", "iopl", "ioperm", "acct", "swapon", "swapoff", "reboot", "syslog", "vhangup",
    "lookup_dcookie", "nfsservctl", "uselib", "ustat", "_sysctl", "sethostname", "setdomainname",
    "settimeofday", "clock_settime", "clock_adjtime", "adjtimex"};

constexpr std::uint64_t kNamespaceFlags[] = {CLONE_NEWUSER,   CLONE_NEWNS,  CLONE_NEWPID,
                                             CLONE_NEWNET,    CLONE_NEWIPC, CLONE_NEWUTS,
                                             CLONE_NEWCGROUP, 0x80 /* CLONE_NEWTIME */};

#ifdef __s390__
constexpr unsigned kCloneFlags = 1;
#else
constexpr unsigned kCloneFlags = 0;
#endif

void check(int result, const char* what) {
  if (result < 0) throw std::runtime_error(std::string("seccomp: cannot ") + what);
}

}  // namespace

UniqueFd seccomp_filter() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                 &seccomp_release);
  if (filter == nullptr) throw std::runtime_error("seccomp: cannot make a filter");

  for (const char* name : kDenied) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) continue;
    check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0), name);
  }
  for (const std::uint64_t flag : kNamespaceFlags) {
    const scmp_arg_cmp has_flag{kCloneFlags, SCMP_CMP_MASKED_EQ, flag, flag};
    check(seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &has_flag),
          "deny clone");
  }
  for (const std::uint64_t request : {std::uint64_t{TIOCSTI}, std::uint64_t{TIOCLINUX}}) {
    // The kernel looks at the low half only: a filter that compares all 64 bits would be passed by setting a
    // high one.
    const scmp_arg_cmp is_request{1, SCMP_CMP_MASKED_EQ, 0xffffffffU, request};
    check(seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, &is_request),
          "deny ioctl");
  }
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "deny clone3");

  UniqueFd file(memfd_create("seccomp", MFD_CLOEXEC));
  if (!file) throw std::runtime_error("seccomp: cannot make a file for the filter");
  check(seccomp_export_bpf(filter.get(), file.get()), "write the filter");
  if (lseek(file.get(), 0, SEEK_SET) != 0)
    throw std::runtime_error("seccomp: cannot rewind the filter's file");
  return file;
}

}  // namespace grader
