#include "grader/sandbox/seccomp_filter.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace grader {
namespace {

/// Calls are listed by name, since the header of an older libseccomp lacks the newer ones. A name that the
/// library does not know is skipped: a call that is that new is refused by its number, see kNewerCalls.
constexpr const char* kDenied[] = {
    // Other processes: looking into them, and changing how they run.
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "process_madvise",
    "process_mrelease", "kcmp", "setpriority", "ioprio_set", "sched_setaffinity", "sched_setattr",
    "sched_setparam", "sched_setscheduler", "migrate_pages", "move_pages",
    // Namespaces, mounts, file handles.
    "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree",
    "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at",
    "fanotify_init", "inotify_init", "inotify_init1", "quotactl", "quotactl_fd", "sync",
    // These change a file's attributes, which Landlock does not watch.
    "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat",
    "utimensat", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "setxattr",
    "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "truncate", "mknod", "mknodat",
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

struct CallRange {
  int first, last;
};
/// Calls of Linux 6.5 and later (cachestat, fchmodat2, ...), by the numbers that all architectures share.
/// Before these numbers were shared, x86-64 had a gap, which Linux 6.11 began to fill (uretprobe, uprobe).
constexpr CallRange kNewerCalls[] = {
#ifdef __x86_64__
    {335, 423},
#endif
    {451, 600}};

constexpr const char* kSignals[] = {"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
                                    "pidfd_send_signal"};

/// A placeholder until the process's number is known.
constexpr std::uint32_t kOwnNumber = 0x2bad5e1f;

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

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

void deny(const Filter& filter, const char* name, int error = EPERM) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call != __NR_SCMP_ERROR) check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(error), call, 0), name);
}

void deny_if(const Filter& filter, int call, const scmp_arg_cmp& condition, const char* what) {
  check(seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 1, &condition), what);
}

/// The kernel looks at the low half of a command only: a filter that compares all 64 bits would be passed by
/// setting a high one.
scmp_arg_cmp is_command(unsigned argument, std::uint64_t command) {
  return {argument, SCMP_CMP_MASKED_EQ, 0xffffffffU, command};
}

void limit_new_processes(const Filter& filter, bool allowed) {
  if (allowed) {
    for (const std::uint64_t flag : kNamespaceFlags) {
      deny_if(filter, SCMP_SYS(clone), {kCloneFlags, SCMP_CMP_MASKED_EQ, flag, flag}, "deny clone");
    }
  } else {
    for (const char* name : {"clone", "fork", "vfork"}) deny(filter, name, EAGAIN);
  }
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "deny clone3");
}

void limit_signals(const Filter& filter, bool to_others) {
  // They signal a descriptor's owner, which may be any process.
  for (const std::uint64_t command : {F_SETOWN, F_SETOWN_EX, F_SETSIG}) {
    deny_if(filter, SCMP_SYS(fcntl), is_command(1, command), "deny fcntl");
  }
  if (to_others) return;
  for (const char* name : kSignals) deny(filter, name);
  deny_if(filter, SCMP_SYS(tgkill), {0, SCMP_CMP_NE, kOwnNumber, 0}, "deny tgkill");
}

Filter make_filter(const SystemCalls& calls) {
  Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (filter == nullptr) throw std::runtime_error("seccomp: cannot make a filter");
  for (const char* name : kDenied) deny(filter, name);
  for (const CallRange& range : kNewerCalls) {
    for (int call = range.first; call <= range.last; ++call)
      check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), call, 0), "deny what is new");
  }
  // FIOASYNC, FIOSETOWN and SIOCSPGRP do what fcntl's F_SETOWN does.
  for (const std::uint64_t request : {TIOCSTI, TIOCLINUX, FIOASYNC, FIOSETOWN, SIOCSPGRP}) {
    deny_if(filter, SCMP_SYS(ioctl), is_command(1, request), "deny ioctl");
  }
  deny_if(filter, SCMP_SYS(prlimit64), {0, SCMP_CMP_NE, 0, 0}, "deny prlimit64");  // 0: its own
  limit_new_processes(filter, calls.new_processes);
  limit_signals(filter, calls.signals_to_others);
  return filter;
}

}  // namespace

SystemCalls system_calls(const Limits& limits) { return {.new_processes = limits.processes > 1}; }

UniqueFd seccomp_filter_file(const SystemCalls& calls) {
  const Filter filter = make_filter(calls);
  UniqueFd file(memfd_create("seccomp", MFD_CLOEXEC));
  if (!file) throw std::runtime_error("seccomp: cannot make a file for the filter");
  check(seccomp_export_bpf(filter.get(), file.get()), "write the filter");
  if (lseek(file.get(), 0, SEEK_SET) != 0)
    throw std::runtime_error("seccomp: cannot rewind the filter's file");
  return file;
}

std::vector<sock_filter> seccomp_filter(const SystemCalls& calls) {
  const UniqueFd file = seccomp_filter_file(calls);
  std::vector<sock_filter> filter(BPF_MAXINSNS);
  const ssize_t bytes = read(file.get(), filter.data(), filter.size() * sizeof(sock_filter));
  if (bytes <= 0) throw std::runtime_error("seccomp: cannot read the filter back");
  filter.resize(static_cast<std::size_t>(bytes) / sizeof(sock_filter));
  return filter;
}

bool enter_seccomp(std::vector<sock_filter>& filter) {
  for (sock_filter& each : filter) {
    if (BPF_CLASS(each.code) == BPF_JMP && each.k == kOwnNumber)
      each.k = static_cast<std::uint32_t>(getpid());
  }
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace grader
