/// The worker's side of the conversation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/sandbox/channel.hpp"

namespace grader {

/// Returns where the exception that was just caught was thrown; see throw_site.hpp.
using ThrowSite = std::function<std::vector<std::uint64_t>()>;

/// Answers calls with the ops linked into this program, until "end" arrives or the other side is gone. An
/// exception from an op becomes an answer, with its `site` if that is known.
void serve(Channel& channel, const ThrowSite& site = {});

/// Sends the last answer of a process that cannot go on.
void answer_last(Channel& channel, const std::string& message, const std::vector<std::uint64_t>& site);

}  // namespace grader
