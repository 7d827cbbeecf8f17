/// A student's worker as a Subject. Every call goes through a channel.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/checks/subject.hpp"
#include "grader/ops/outside.hpp"
#include "grader/sandbox/channel.hpp"

namespace grader {

class RemoteCalls;

/// Returns "affine.cpp, line 12" for the addresses of a throw in the worker. Returns an empty string when
/// none of them lies in the student's file.
using FindLine = std::function<std::string(const std::vector<std::uint64_t>& site)>;

/// Calls throw Failure when the student's code failed and the worker still runs, ChannelClosed when the
/// worker is gone, and ProtocolError when the answer is one that our worker never gives.
class RemoteSubject : public Subject {
 public:
  /// The channel must outlive this object and everything that it starts. `outside` answers for the outside
  /// functions that the worker may call: it returns what the function returns, or throws as it does.
  explicit RemoteSubject(Channel& channel, FindLine find_line = {}, OutsideCaller outside = {});

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;
  std::vector<Branch> branches() override;

  /// Asks the worker to end and waits for its closing frame. Its answers are complete only then.
  void end();

 private:
  std::shared_ptr<RemoteCalls> calls_;
};

}  // namespace grader
