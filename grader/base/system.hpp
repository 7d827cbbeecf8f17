/// What the grader asks of an operating system where systems differ: system_linux.cpp, and system_posix.cpp
/// for a build without BACKPROP_SANDBOX, which has to do without what only Linux offers.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace grader::system {

/// Returns the path of the running program, or "" if it cannot be found out.
std::filesystem::path running_program();

/// Makes a pipe whose ends do not outlive exec. Returns false and sets errno when it cannot.
bool make_pipe(int ends[2]);

/// Makes a stream whose ends are sockets and do not outlive exec. Returns false and sets errno when it
/// cannot. Whoever writes to it when nobody reads gets no SIGPIPE from send_quietly().
bool make_socket_pair(int ends[2]);

/// send(2) without SIGPIPE.
ssize_t send_quietly(int socket, const void* bytes, std::size_t count);

/// Returns a new file without a name that does not outlive exec, or -1 and sets errno.
int nameless_file();

/// Closes the descriptors from `first` to `last`, both included, as far as they are open. Safe between fork
/// and exec. Returns false when it cannot.
bool close_descriptors(unsigned first, unsigned last);

/// Lets exec close all descriptors from `first` on. Safe between fork and exec. Returns false when it cannot.
bool close_descriptors_on_exec(unsigned first);

/// Makes the calling process the parent of its descendants' orphans, where a process can be that.
void adopt_orphans();

/// Has the kernel kill the calling process when its parent ends, where a kernel does that.
void end_with_parent();

/// Waits until the child ends or the descriptor can be read, and leaves the child's status to waitpid(2).
void wait_for_end_or_order(pid_t child, int descriptor);

}  // namespace grader::system
