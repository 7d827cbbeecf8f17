/// One conversation with one worker, and how it ended.
#pragma once

#include <functional>
#include <optional>

#include "grader/checks/subject.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/worker/remote_subject.hpp"

namespace grader {

/// Runs the worker, lets `questions` talk to it, and asks for the closing frame. When the worker crashed, or
/// ran out of memory, or could not be run, everything is tried once more, because a fault that does not come
/// back is the machine's: `questions` must begin anew when it is called a second time. Returns nullopt when
/// everything was answered. Otherwise returns the reason in the student's words: crashed, too slow, out of
/// memory... A Failure that `questions` throws is returned as well. Exceptions name their line if `find_line`
/// knows it. `outside` answers for the outside functions that the worker may call. `printed`, if given,
/// receives the worker's stdout and then its stderr, as untrusted bytes.
std::optional<Failure> run_worker(Isolation isolation, const Program& program, const Limits& limits,
                                  const std::function<void(Subject&)>& questions,
                                  const FindLine& find_line = {}, const OutsideCaller& outside = {},
                                  std::string* printed = nullptr);

/// Says in one sentence what an outcome means for the code that was running.
Failure describe(const Outcome& outcome, const Limits& limits);

}  // namespace grader
