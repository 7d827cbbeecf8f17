#include "grader/worker/remote_subject.hpp"

#include <algorithm>
#include <utility>

#include "grader/base/json.hpp"
#include "grader/worker/frame.hpp"
#include "grader/worker/message.hpp"

namespace grader {

namespace {

std::string failure_message(const Json& answer) {
  const Json& message = field(answer, "message");
  if (!message.is_binary()) throw ProtocolError("\"message\" is not binary");
  return {message.bytes().begin(), message.bytes().end()};
}

// What xtensor says when a Vector is given a Matrix's value, as `Vector v = matrix * 2.0` does, helps nobody:
// it names a header.
std::string in_plain_words(const std::string& what) {
  if (what.find("Cannot change dimension of xtensor") != std::string::npos) {
    return "a tensor was given a value of another rank: is a Vector made from a Matrix expression, or the "
           "other way round?";
  }
  return what;
}

std::vector<std::string> names(const Json& answer) {
  const Json& list = field(answer, "modified");
  if (!list.is_array() || list.size() > 64) throw ProtocolError("\"modified\" is not an array of at most 64");
  std::vector<std::string> result;
  for (const Json& name : list.elements()) {
    if (!name.is_string()) throw ProtocolError("\"modified\" holds something that is not text");
    result.push_back(name.get<std::string>());
  }
  return result;
}

// An answer's tensors are not much larger than the question's; the grader keeps hundreds of answers, and a
// worker that pads each to the size of a frame would take all of its memory.
std::size_t most_of_an_answer(std::size_t question) {
  return std::min(kMaxFrameBytes, (std::size_t{1} << 20) + 64 * question);
}

}  // namespace

// The requests on one channel. What is dropped is told with the next request: a message of its own would cost
// as much as a call.
class RemoteCalls {
 public:
  explicit RemoteCalls(Channel& channel) : channel_(channel) {}

  Json ask(Json request) {
    if (!dropped_.empty()) request["drop"] = std::exchange(dropped_, {});
    const std::size_t size = send_frame(channel_, request);
    Json answer = receive_frame(channel_, most_of_an_answer(size));
    const std::string status = text_field(answer, "status");
    if (status == "ok" || status == "end") return answer;
    if (status == "not_implemented") throw Failure(Status::not_implemented, failure_message(answer));
    if (status == "exception") {
      throw Failure(Status::crash, "an exception was thrown: " + in_plain_words(failure_message(answer)));
    }
    if (status == "memory") throw Failure(Status::memory_limit, "it ran out of memory");
    throw ProtocolError("an answer has an unknown status");
  }

  std::uint64_t new_handle() { return next_handle_++; }
  void drop(std::uint64_t handle) { dropped_.push_back(handle); }

 private:
  Channel& channel_;
  std::uint64_t next_handle_ = 1;
  std::vector<std::uint64_t> dropped_;
};

namespace {

class RemoteRunning : public Running {
 public:
  RemoteRunning(std::shared_ptr<RemoteCalls> calls, const Op& op, const Case& the_case)
      : calls_(std::move(calls)), handle_(calls_->new_handle()) {
    const Json answer = calls_->ask({{"call", "start"},
                                     {"op", op.name},
                                     {"handle", handle_},
                                     {"inputs", tensors_message(the_case.inputs)},
                                     {"attributes", the_case.attributes}});
    outputs = parse_tensors_message(field(answer, "outputs"));
    modified = names(answer);
  }

  ~RemoteRunning() override { calls_->drop(handle_); }

  Tensors backward(const Tensors& upstream) override {
    const Json answer =
        calls_->ask({{"call", "backward"}, {"handle", handle_}, {"upstream", tensors_message(upstream)}});
    modified = names(answer);
    forward_calls = count_field(answer, "forward_calls");
    return parse_tensors_message(field(answer, "gradients"));
  }

 private:
  std::shared_ptr<RemoteCalls> calls_;
  std::uint64_t handle_;
};

}  // namespace

RemoteSubject::RemoteSubject(Channel& channel) : calls_(std::make_shared<RemoteCalls>(channel)) {}

std::unique_ptr<Running> RemoteSubject::start(const Op& op, const Case& the_case) {
  return std::make_unique<RemoteRunning>(calls_, op, the_case);
}

void RemoteSubject::end() {
  if (text_field(calls_->ask({{"call", "end"}}), "status") != "end")
    throw ProtocolError("the closing frame is missing");
}

}  // namespace grader
