/// The worker's side of the conversation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/sandbox/channel.hpp"

namespace grader {

/// Where an exception that has just been caught was thrown; see throw_site.hpp.
using ThrowSite = std::function<std::vector<std::uint64_t>()>;

/// Answers calls with the ops that are linked into this program, until "end" comes or the other side is gone.
/// Exceptions of the ops become answers, with their `site` if there is one.
void serve(Channel& channel, const ThrowSite& site = {});

/// The answer of a process that cannot go on: the last one.
void answer_last(Channel& channel, const std::string& message, const std::vector<std::uint64_t>& site);

}  // namespace grader
