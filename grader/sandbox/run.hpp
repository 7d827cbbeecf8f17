/// The one call behind which every untrusted program runs: compiler, linker, worker.
#pragma once
#include <functional>

#include "grader/sandbox/channel.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/limits.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/program.hpp"

namespace grader {

/// What to say to the program while it runs. Called once, on the thread that called run().
using Conversation = std::function<void(Channel&)>;

namespace sandbox {

/// Runs `program` and returns when it and all that it started are dead, whatever they did to survive.
///
/// With a conversation, the program reads from descriptor 3 what the grader sends, and the grader receives
/// what it writes to descriptor 4. When the conversation returns, the program finds the end of file on 3 and
/// has a second to exit. A ChannelClosed that the conversation lets through (the program died or its time is
/// over) is not an error here: the outcome tells what happened. Any other exception kills the program and is
/// then thrown on.
///
/// stdin is empty; stdout and stderr are kept up to the limit. Never throws for anything that the program
/// does, and reports a sandbox that cannot be set up as Ending::sandbox_fault. Safe to call from several
/// threads at once.
Outcome run(Isolation isolation, const Program& program, const Limits& limits,
            const Conversation& conversation = {});

}  // namespace sandbox

}  // namespace grader
