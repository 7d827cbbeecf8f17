// fail_call CALLS ERROR NUMBER COUNT COMMAND...: runs the command, and makes the NUMBERth of its system calls
// among CALLS fail with ERROR, for itself and everything that it starts. With NUMBER 0, all calls succeed.
// Writes to the file COUNT how many such calls there were. Exits as the command does.
//
//     fail_call write,openat ENOSPC 17 count.txt grader grade ...
//
// The kernel asks this program about each of the calls (seccomp_unotify(2)), so it does not matter which
// program makes one: the grader, bwrap, the compiler, the worker.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <linux/seccomp.h>
#include <sys/ioctl.h>

namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(125);
}

int error_named(const std::string& name) {
  const std::map<std::string, int> errors = {{"ENOSPC", ENOSPC}, {"EMFILE", EMFILE}, {"ENFILE", ENFILE},
                                             {"EDQUOT", EDQUOT}, {"EAGAIN", EAGAIN}, {"ENOMEM", ENOMEM},
                                             {"EIO", EIO},       {"EACCES", EACCES}, {"EPERM", EPERM}};
  const auto found = errors.find(name);
  if (found == errors.end()) {
    std::fprintf(stderr, "fail_call: unknown error %s\n", name.c_str());
    std::exit(125);
  }
  return found->second;
}

// Installs the filter in this process and returns the descriptor on which the kernel asks.
int ask_about(const std::string& calls) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  std::istringstream names(calls);
  for (std::string name; std::getline(names, name, ',');) {
    const int call = seccomp_syscall_resolve_name(name.c_str());
    if (call == __NR_SCMP_ERROR || seccomp_rule_add(filter, SCMP_ACT_NOTIFY, call, 0) != 0) {
      std::fprintf(stderr, "fail_call: unknown system call %s\n", name.c_str());
      std::exit(125);
    }
  }
  if (seccomp_load(filter) != 0) die("fail_call: seccomp");
  return seccomp_notify_fd(filter);
}

// A message of one byte, with room for one descriptor.
struct DescriptorMessage {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};

  DescriptorMessage() {
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
  DescriptorMessage(const DescriptorMessage&) = delete;
  DescriptorMessage& operator=(const DescriptorMessage&) = delete;
};

void send_descriptor(int socket, int fd) {
  DescriptorMessage message;
  cmsghdr* header = CMSG_FIRSTHDR(&message.header);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  if (sendmsg(socket, &message.header, 0) != 1) die("fail_call: sendmsg");
}

int receive_descriptor(int socket) {
  DescriptorMessage message;
  if (recvmsg(socket, &message.header, MSG_CMSG_CLOEXEC) != 1) die("fail_call: recvmsg");
  int fd = -1;
  if (const cmsghdr* header = CMSG_FIRSTHDR(&message.header)) std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
  return fd;
}

// Answers until nobody is left who could ask. Returns the number of questions.
long answer(int listener, long number, int error) {
  seccomp_notif* question = nullptr;
  seccomp_notif_resp* response = nullptr;
  if (seccomp_notify_alloc(&question, &response) != 0) die("fail_call: no memory");
  long count = 0;
  for (;;) {
    pollfd entry{listener, POLLIN, 0};
    if (poll(&entry, 1, -1) < 0 && errno == EINTR) continue;
    if ((entry.revents & POLLIN) == 0) return count;
    std::memset(question, 0, sizeof *question);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, question) != 0)
      continue;  // the caller was killed meanwhile
    std::memset(response, 0, sizeof *response);
    response->id = question->id;
    if (++count == number) {
      response->error = -error;
    } else {
      response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    }
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, response);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 125;
  const int error = error_named(argv[2]);
  const long number = std::atol(argv[3]);
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) die("fail_call: socketpair");
  const pid_t pid = fork();
  if (pid < 0) die("fail_call: fork");
  if (pid == 0) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) die("fail_call: prctl");
    send_descriptor(sockets[0], ask_about(argv[1]));
    execvp(argv[5], argv + 5);
    _exit(127);
  }
  const int listener = receive_descriptor(sockets[1]);
  const long count = answer(listener, number, error);
  int status = 0;
  waitpid(pid, &status, 0);
  if (FILE* file = std::fopen(argv[4], "w")) {
    std::fprintf(file, "%ld\n", count);
    std::fclose(file);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
