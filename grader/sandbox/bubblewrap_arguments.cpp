#include "grader/sandbox/bubblewrap_arguments.hpp"

#include <algorithm>
#include <filesystem>
#include <initializer_list>

namespace grader {
namespace {

namespace fs = std::filesystem;

class CommandLine {
 public:
  void add(std::initializer_list<std::string> arguments) { all_.insert(all_.end(), arguments); }
  std::vector<std::string> take() { return std::move(all_); }

 private:
  std::vector<std::string> all_;
};

/// Makes the directories above `target` that no mount provides. bwrap would make them accessible to root
/// only.
void add_directories_above(const fs::path& target, const std::vector<Mount>& mounts, CommandLine& line) {
  const auto brought = [&](const fs::path& directory) {
    for (fs::path at = directory; at.has_relative_path(); at = at.parent_path()) {
      const auto is_target = [&](const Mount& mount) { return mount.target == at; };
      if (at == "/usr" || at == "/tmp" || std::any_of(mounts.begin(), mounts.end(), is_target)) return true;
    }
    return false;
  };
  fs::path directory = "/";
  for (const fs::path& name : target.parent_path().relative_path()) {
    directory /= name;
    if (!brought(directory)) line.add({"--perms", "0755", "--dir", directory});
  }
}

void add_system(CommandLine& line) {
  line.add({"--ro-bind", "/usr", "/usr"});
  for (const char* name : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    if (fs::is_symlink(name)) {
      line.add({"--symlink", fs::read_symlink(name), name});
    } else if (fs::is_directory(name)) {
      line.add({"--ro-bind", name, name});
    }
  }
  for (const char* name : {"/etc", "/dev"}) line.add({"--perms", "0755", "--dir", name});
  // The linker's cache, and Debian's choice among several BLAS libraries and compilers.
  for (const char* name : {"/etc/ld.so.cache", "/etc/alternatives"}) line.add({"--ro-bind-try", name, name});
  // Not --dev: it adds /dev/shm, which is memory without a limit, and /dev/zero, an endless header to
  // include.
  for (const char* name : {"/dev/null", "/dev/urandom"}) line.add({"--dev-bind", name, name});
}

}  // namespace

std::vector<std::string> bubblewrap_arguments(const std::string& bwrap, const Program& program,
                                              const Limits& limits, bool grader_is_root) {
  const std::string user = std::to_string(kBoxUser);
  CommandLine line;
  line.add(
      {bwrap, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"});
  if (!grader_is_root) line.add({"--unshare-user", "--uid", user, "--gid", user});
  line.add({"--hostname", "box", "--die-with-parent", "--new-session", "--cap-drop", "ALL"});
  if (grader_is_root) line.add({"--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"});

  line.add({"--clearenv"});
  for (const std::string& each : program.environment) {
    const auto equals = each.find('=');
    if (equals == std::string::npos) continue;
    line.add({"--setenv", each.substr(0, equals), each.substr(equals + 1)});
  }

  add_system(line);
  if (limits.temporary_bytes > 0) {
    line.add({"--perms", "1777", "--size", std::to_string(limits.temporary_bytes), "--tmpfs", "/tmp"});
  } else {
    line.add({"--perms", "0755", "--dir", "/tmp"});
  }
  for (const Mount& mount : program.mounts) {
    add_directories_above(mount.target, program.mounts, line);
    line.add({mount.writable ? "--bind" : "--ro-bind", mount.source, mount.target});
  }
  line.add({"--remount-ro", "/", "--chdir", program.working_directory});
  line.add({"--seccomp", std::to_string(kSeccompNumber), "--json-status-fd", std::to_string(kStatusNumber),
            "--block-fd", std::to_string(kBlockNumber), "--"});
  if (grader_is_root) {
    // Executing it as an ordinary user is what takes the two capabilities away.
    line.add({"/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--"});
  }
  std::vector<std::string> arguments = line.take();
  arguments.insert(arguments.end(), program.arguments.begin(), program.arguments.end());
  return arguments;
}

}  // namespace grader
