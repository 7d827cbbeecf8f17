/// A student's worker as a Subject: every call goes over a channel.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/checks/subject.hpp"
#include "grader/sandbox/channel.hpp"

namespace grader {

class RemoteCalls;

/// "affine.cpp, line 12" for the addresses of a throw in the worker; empty when none of them lies in the
/// student's file.
using FindLine = std::function<std::string(const std::vector<std::uint64_t>& site)>;

/// Calls throw Failure where the student's code failed and the worker lives on, ChannelClosed where the
/// worker is gone, and ProtocolError where it answers what no worker of ours would.
class RemoteSubject : public Subject {
 public:
  /// The channel must outlive this and everything it starts.
  explicit RemoteSubject(Channel& channel, FindLine find_line = {});

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;

  /// The closing frame: asks the worker to end and waits until it says so. Only then is its answer complete.
  void end();

 private:
  std::shared_ptr<RemoteCalls> calls_;
};

}  // namespace grader
