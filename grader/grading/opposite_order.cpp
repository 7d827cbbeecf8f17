#include "grader/grading/opposite_order.hpp"

#include <fmt/format.h>

#include <ranges>

namespace grader {

std::string depends_on_order(const SubmissionBuild& build, const LayeredWorker& worker, const Op& op,
                             const Transcript& answered) {
  std::size_t asked = 0, other = 0;
  const auto ask = [&](Subject& subject, const CaseTranscript& entry) {
    const auto running = subject.start(op, entry.the_case);
    const Tensors gradients = op.gradients().empty() ? Tensors() : running->backward(entry.u);
    // A case may have failed later than here: in a repeated call, or while another case ran in between.
    other += !same_bits(running->outputs, entry.outputs) || !same_bits(gradients, entry.b_u);
    ++asked;
  };
  build.ask(worker, [&](Subject& subject) {
    asked = other = 0;
    for (const CaseTranscript& entry : answered | std::views::reverse) {
      if (entry.failure || !entry.outputs.empty()) ask(subject, entry);
    }
  });
  if (other == 0) return {};
  return fmt::format(
      "Asked in the opposite order, {} of {} cases {} answered otherwise: does something outlast a call, as "
      "a "
      "static or global variable does, or is something read that was never written?",
      other, asked, other == 1 ? "is" : "are");
}

}  // namespace grader
