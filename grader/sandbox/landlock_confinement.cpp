// Isolation::landlock. The program runs among the host's files and processes but may not touch them. Landlock
// refuses every file that is not mounted, and a filter refuses the system calls that Landlock does not cover.
// As without isolation, the mounts' targets are replaced by their sources. When the grader is root, the
// program runs as a user that nobody else has.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>

#include "grader/base/temporary_folder.hpp"
#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/descriptors.hpp"
#include "grader/sandbox/landlock.hpp"
#include "grader/sandbox/ownership.hpp"
#include "grader/sandbox/path_mapping.hpp"
#include "grader/sandbox/resource_limits.hpp"
#include "grader/sandbox/seccomp_filter.hpp"
#include "grader/sandbox/throwaway_user.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr int kRulesetNumber = 5, kFirstMountNumber = 6;
constexpr const char* kSystem[] = {"/usr",
                                   "/bin",
                                   "/sbin",
                                   "/lib",
                                   "/lib32",
                                   "/lib64",
                                   "/libx32",
                                   "/etc/ld.so.cache",
                                   "/etc/alternatives",
                                   "/dev/urandom"};

/// Returns whether everybody may pass through the directories above `path`.
bool is_reachable(const fs::path& path) {
  for (fs::path at = path.parent_path(); at.has_relative_path(); at = at.parent_path()) {
    if ((fs::status(at).permissions() & fs::perms::others_exec) == fs::perms::none) return false;
  }
  return true;
}

bool mentions(const std::vector<std::string>& texts, const std::string& part) {
  for (const std::string& each : texts) {
    if (each.find(part) != std::string::npos) return true;
  }
  return false;
}

class Landlock : public Confinement {
 public:
  Landlock(const Program& program, const Limits& limits, int abi)
      : program_(program),
        limits_(limits),
        abi_(abi),
        resource_limits_(resource_limits(limits)),
        mounts_(program.mounts) {}

  Launch prepare() override {
    if (abi_ <= 0) throw std::runtime_error("landlock: this kernel does not offer it");
    const bool grader_is_root = geteuid() == 0;
    if (grader_is_root) user_.emplace();
    limit_processes();
    if (limits_.temporary_bytes > 0) {
      temporary_.emplace("backprop-tmp-");
      mounts_.push_back({temporary_->path(), "/tmp", true});
    }
    for (Mount& mount : mounts_) mount.source = fs::canonical(mount.source);
    if (user_) give_mounts();

    Launch launch;
    launch.working_directory = host_path(program_.working_directory, mounts_);
    launch.inherited.push_back({rules(), kRulesetNumber});
    if (user_) open_hidden_mounts(launch);
    substitute(launch);
    SystemCalls calls = system_calls(limits_);
    calls.signals_to_others = user_ || abi_ >= kLandlockWithSignals;
    launch.settings = {{"limits", packed(resource_limits_)},
                       {"filter", packed(seccomp_filter(calls))},
                       {"close_on_exec", packed(close_on_exec_)}};
    if (user_) launch.settings["user"] = user_->id();
    launch.before_exec = enter;
    return launch;
  }

  void interpret(int wait_status, Outcome& outcome) const override {
    ending_from_wait_status(wait_status, outcome);
  }

 private:
  /// The kernel counts processes per user. The limit is exact for a user that has nothing else. Otherwise it
  /// gets a wide margin, since the user's other programs come and go. When one process is allowed, the filter
  /// enforces that.
  void limit_processes() {
    constexpr unsigned kMargin = 512;
    const unsigned others = user_ ? 0 : processes_of_this_user() + kMargin;
    resource_limits_.push_back(process_limit(limits_.processes + others));
  }

  void give_mounts() const {
    for (const Mount& mount : mounts_) {
      if (mount.writable) chown_tree(mount.source, user_->id());
    }
  }

  UniqueFd rules() const {
    LandlockRules rules(abi_);
    for (const char* path : kSystem) {
      if (fs::exists(path)) rules.allow_reading(path);
    }
    rules.allow_writing("/dev/null");
    for (const Mount& mount : mounts_) {
      mount.writable ? rules.allow_writing(mount.source) : rules.allow_reading(mount.source);
    }
    return rules.take();
  }

  /// The program's user may not pass through the grader's own directories. It reaches the mount through a
  /// descriptor, which by itself gives no access to anything.
  void open_hidden_mounts(Launch& launch) {
    for (Mount& mount : mounts_) {
      if (is_reachable(mount.source)) continue;
      const int number = kFirstMountNumber + static_cast<int>(hidden_.size());
      if (number >= kDescriptorNumbers)
        throw std::runtime_error("landlock: too many mounts in hidden places");
      UniqueFd place(open(mount.source.c_str(), O_PATH | O_CLOEXEC));
      if (!place) throw std::runtime_error(fmt::format("cannot open {}", mount.source.string()));
      launch.inherited.push_back({std::move(place), number});
      mount.source = fmt::format("/proc/self/fd/{}", number);
      hidden_.push_back(number);
    }
  }

  void substitute(Launch& launch) {
    for (const auto& each : program_.arguments) {
      launch.arguments.push_back(substitute_targets(each, mounts_));
    }
    for (const auto& each : program_.environment) {
      launch.environment.push_back(substitute_targets(each, mounts_));
    }
    if (temporary_) launch.environment.push_back("TMPDIR=" + host_path("/tmp", mounts_).string());
    // arguments[0] is needed until the program has started, the others as long as it runs.
    const std::vector<std::string> rest(launch.arguments.begin() + 1, launch.arguments.end());
    for (const int each : hidden_) {
      const std::string path = fmt::format("/proc/self/fd/{}", each);
      if (!mentions(rest, path) && !mentions(launch.environment, path)) close_on_exec_.push_back(each);
    }
  }

  /// Runs in the new process.
  static const char* enter(const Json& settings) {
    if (const Json* user = settings.find("user")) {
      if (const char* failure = become_user(user->get<unsigned>())) return failure;
    }
    // The limits come after this: one of them is on memory.
    const auto limits = unpacked<ResourceLimit>(settings["limits"]);
    const auto close_on_exec = unpacked<int>(settings["close_on_exec"]);
    auto filter = unpacked<sock_filter>(settings["filter"]);
    if (!set_limits(limits, 0)) return "cannot set resource limits";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "cannot give up new privileges";
    if (!enter_landlock(kRulesetNumber)) return "cannot enter landlock";
    close(kRulesetNumber);
    for (const int each : close_on_exec) fcntl(each, F_SETFD, FD_CLOEXEC);
    umask(022);
    if (!enter_seccomp(filter)) return "cannot enter the system call filter";
    return nullptr;
  }

  const Program& program_;
  const Limits& limits_;
  const int abi_;
  std::vector<ResourceLimit> resource_limits_;
  std::vector<Mount> mounts_;
  std::optional<ThrowawayUser> user_;
  std::optional<TemporaryFolder> temporary_;
  std::vector<int> hidden_;
  std::vector<int> close_on_exec_;
};

}  // namespace

std::unique_ptr<Confinement> confine_with_landlock(const Program& program, const Limits& limits, int abi) {
  return std::make_unique<Landlock>(program, limits, abi);
}

}  // namespace grader
