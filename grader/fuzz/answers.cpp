#include "grader/checks/contract.hpp"
#include "grader/checks/finite_differences.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/fuzz/targets.hpp"
#include "grader/ops/registry.hpp"
#include "grader/worker/frame.hpp"
#include "grader/worker/remote_subject.hpp"

#include <algorithm>

namespace grader {

namespace {

class Recorded : public Channel {
 public:
  explicit Recorded(std::span<const std::byte> bytes) : bytes_(bytes) {}
  void send(std::span<const std::byte>) override {}
  void receive(std::span<std::byte> bytes) override {
    if (bytes_.size() < bytes.size()) throw ChannelClosed("the end");
    std::copy_n(bytes_.begin(), bytes.size(), bytes.begin());
    bytes_ = bytes_.subspan(bytes.size());
  }

 private:
  std::span<const std::byte> bytes_;
};

const Transcript& one_case(const Op& op) {
  static const Transcript transcript = [&] {
    Transcript all = cases::plan(op, 1);
    all.resize(1);
    return all;
  }();
  return transcript;
}

}  // namespace

bool fuzz_answers(std::span<const std::byte> bytes) {
  static const Op& op = *find_op("relu");
  Transcript transcript = one_case(op);
  CaseTranscript& entry = transcript.front();
  Recorded channel(bytes);
  bool understood = false;
  try {
    RemoteSubject subject(channel);
    const auto running = subject.start(op, entry.the_case);
    entry.outputs = entry.outputs_again = running->outputs;
    // Use one answer for all questions, so that a few bytes get far.
    entry.b_u = entry.b_u_again = entry.b_u_interleaved = running->backward(entry.u);
    entry.b_v = entry.b_combined = entry.b_zero = entry.b_u;
    entry.modified = running->modified;
    entry.forward_calls = running->forward_calls;
    subject.end();
    understood = true;
  } catch (const Failure&) {
  } catch (const ProtocolError&) {
  } catch (const ChannelClosed&) {
  }
  if (entry.b_u.empty() && entry.outputs.empty()) return understood;
  check_contract(op, transcript);
  name_finite_differences(op, transcript, "x", check_gradient(op, transcript, "x"));
  check_outputs(op, transcript);
  return understood;
}

}  // namespace grader
