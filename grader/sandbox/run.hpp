/// Runs every untrusted program: compiler, linker, worker.
#pragma once
#include <functional>

#include "grader/sandbox/channel.hpp"
#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/program.hpp"

namespace grader {

/// Talks to the program while it runs. Called once, on the thread that called run().
using Conversation = std::function<void(Channel&)>;

namespace sandbox {

/// Runs `program`. Returns when it and everything that it started are dead, whatever they did to survive.
///
/// With a conversation, the program reads from descriptor 3 what the grader sends, and the grader receives
/// what the program writes to descriptor 4. When the conversation returns, the program reads end of file on 3
/// and has one second to exit. When the conversation throws ChannelClosed, the program died or its time is
/// over. That is no error here: the outcome says what happened. Any other exception kills the program and is
/// rethrown.
///
/// stdin is empty. stdout and stderr are kept up to the limit. Never throws because of anything that the
/// program does. Returns Ending::sandbox_fault when the sandbox cannot be set up. Several threads may call it
/// at once.
Outcome run(Isolation isolation, const Program& program, const Limits& limits,
            const Conversation& conversation = {});

}  // namespace sandbox

}  // namespace grader
