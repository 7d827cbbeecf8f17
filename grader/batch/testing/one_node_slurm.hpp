/// Runs a real Slurm on this machine alone.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace grader::testing {

/// Starts munged, slurmctld and slurmd from Debian's slurm-wlm and munge, and sets SLURM_CONF for this
/// process. The daemons use free ports and write only into a folder of their own. No service is installed or
/// used, and nothing is left behind. Works for root and for other users, also in a container without systemd.
///
/// Throws std::runtime_error with the daemons' logs if they do not start, so that a test that needs Slurm
/// fails. Such a test never skips, because a skipped test goes unnoticed; packages.txt lists the packages
/// that the tests need.
class OneNodeSlurm {
 public:
  OneNodeSlurm();
  ~OneNodeSlurm();
  OneNodeSlurm(const OneNodeSlurm&) = delete;
  OneNodeSlurm& operator=(const OneNodeSlurm&) = delete;

 private:
  void start();
  void write_configuration() const;
  pid_t run_daemon(std::vector<std::string> words);
  void wait_until_idle() const;
  void stop();

  std::filesystem::path folder_;
  std::vector<pid_t> daemons_;
};

}  // namespace grader::testing
