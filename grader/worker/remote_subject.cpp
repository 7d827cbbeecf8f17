#include "grader/worker/remote_subject.hpp"

#include <nlohmann/json.hpp>

#include "grader/worker/frame.hpp"
#include "grader/worker/message.hpp"

namespace grader {

using nlohmann::json;

namespace {

std::string failure_message(const json& answer) {
  const json& message = field(answer, "message");
  if (!message.is_binary()) throw ProtocolError("\"message\" is not binary");
  return {message.get_binary().begin(), message.get_binary().end()};
}

json ask(Channel& channel, const json& request) {
  send_frame(channel, request);
  json answer = receive_frame(channel);
  const std::string status = text_field(answer, "status");
  if (status == "ok") return answer;
  if (status == "not_implemented") throw Failure(Status::not_implemented, failure_message(answer));
  if (status == "exception") throw Failure(Status::crash, failure_message(answer));
  if (status == "memory") throw Failure(Status::memory_limit, "it ran out of memory");
  throw ProtocolError("an answer has an unknown status");
}

std::vector<std::string> names(const json& answer) {
  const json& list = field(answer, "modified");
  if (!list.is_array() || list.size() > 64) throw ProtocolError("\"modified\" is not an array of at most 64");
  std::vector<std::string> result;
  for (const json& name : list) {
    if (!name.is_string()) throw ProtocolError("\"modified\" holds something that is not text");
    result.push_back(name.get<std::string>());
  }
  return result;
}

class RemoteRunning : public Running {
 public:
  RemoteRunning(Channel& channel, std::uint64_t handle, const json& answer)
      : channel_(channel), handle_(handle) {
    outputs = parse_tensors_message(field(answer, "outputs"));
    modified = names(answer);
  }

  ~RemoteRunning() override {
    try {
      ask(channel_, {{"call", "drop"}, {"handle", handle_}});
    } catch (
        const std::exception&) {  // the worker is gone, and the instance with it; the next call will say so
    }
  }

  Tensors backward(const Tensors& upstream) override {
    const json answer =
        ask(channel_, {{"call", "backward"}, {"handle", handle_}, {"upstream", tensors_message(upstream)}});
    modified = names(answer);
    return parse_tensors_message(field(answer, "gradients"));
  }

 private:
  Channel& channel_;
  std::uint64_t handle_;
};

}  // namespace

std::unique_ptr<Running> RemoteSubject::start(const Op& op, const Case& the_case) {
  const std::uint64_t handle = next_handle_++;
  const json answer = ask(channel_, {{"call", "start"},
                                     {"op", op.name},
                                     {"handle", handle},
                                     {"inputs", tensors_message(the_case.inputs)},
                                     {"attributes", the_case.attributes}});
  return std::make_unique<RemoteRunning>(channel_, handle, answer);
}

void RemoteSubject::end() {
  send_frame(channel_, {{"call", "end"}});
  if (text_field(receive_frame(channel_), "status") != "end")
    throw ProtocolError("the closing frame is missing");
}

}  // namespace grader
