/// Says which of the other outputs of a function are right. A step of Adam returns a parameter, its two
/// moments and a count, and the moments go into the parameter.
#pragma once

#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"

namespace grader {

/// Returns "next_m is wrong too, and next_v is right." about the outputs beside `wrong`, over the cases of
/// `probes` (an empty list means all). Returns an empty text when there are none.
std::string outputs_beside(const Op& op, const Transcript& transcript, const std::vector<std::string>& probes,
                           const std::string& wrong);

}  // namespace grader
