#include "grader/worker/remote_subject.hpp"

#include <algorithm>
#include <backprop/tensor.hpp>
#include <map>
#include <optional>
#include <utility>

#include "grader/base/json.hpp"
#include "grader/worker/failure_words.hpp"
#include "grader/worker/frame.hpp"
#include "grader/worker/message.hpp"

namespace grader {

namespace {

std::string failure_message(const Json& answer) {
  const Json& message = field(answer, "message");
  if (!message.is_binary()) throw ProtocolError("\"message\" is not binary");
  return {message.bytes().begin(), message.bytes().end()};
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

// Limits the size of an answer, whose tensors are not much larger than those of the questions about its case.
// The grader keeps hundreds of answers. A worker that padded each to the size of a frame would use up the
// grader's memory.
std::size_t most_of_an_answer(std::size_t question) {
  return std::min(kMaxFrameBytes, (std::size_t{1} << 20) + 64 * question);
}

}  // namespace

// Sends the requests of one channel. Dropped handles go with the next request, since a message of their own
// would cost as much as a call.
class RemoteCalls {
 public:
  RemoteCalls(Channel& channel, FindLine find_line, OutsideCaller outside)
      : channel_(channel), find_line_(std::move(find_line)), outside_(std::move(outside)) {}

  // Sends a request and returns the answer, and adds the request's size to `asked`: what has been sent about
  // the case so far. Gradients are as large as the inputs, which came with an earlier request.
  Json ask(Json request, std::size_t& asked) {
    if (last_) throw Failure(*last_);
    if (!dropped_.empty()) request["drop"] = std::exchange(dropped_, {});
    asked += send_frame(channel_, request);
    Json answer = receive_frame(channel_, most_of_an_answer(asked));
    while (text_field(answer, "status") == "outside") {
      send_frame(channel_, outside_answer(answer));
      answer = receive_frame(channel_, most_of_an_answer(asked));
    }
    const std::string status = text_field(answer, "status");
    if (status == "ok" || status == "end") return answer;
    if (status == "not_implemented") throw Failure(Status::not_implemented, failure_message(answer));
    if (status == "returned_shape") throw Failure(Status::fail, failure_message(answer));
    if (status == "exception") {
      throw Failure(Status::crash,
                    "an exception was thrown: " + in_plain_words(failure_message(answer)) + place_of(answer));
    }
    if (status == "assertion") {
      last_.emplace(Status::crash, failed_assertion(failure_message(answer)) + place_of(answer));
      throw Failure(*last_);
    }
    if (status == "memory") throw Failure(Status::memory_limit, "it ran out of memory");
    throw ProtocolError("an answer has an unknown status");
  }

  // Set once the worker has said that it cannot go on.
  bool has_ended() const { return last_.has_value(); }

  std::uint64_t new_handle() { return next_handle_++; }
  void drop(std::uint64_t handle) { dropped_.push_back(handle); }

 private:
  // The student reads what the function throws about its arguments.
  Json outside_answer(const Json& call) {
    const std::string function = text_field(call, "function");
    const TensorList arguments = parse_list_message(field(call, "arguments"));
    if (!outside_) throw ProtocolError("it calls a function of the grader");
    try {
      return {{"values", list_message(outside_(function, arguments))}};
    } catch (const ProtocolError&) {
      throw;
    } catch (const backprop::NotImplemented& error) {
      return {{"error", "not_implemented"}, {"message", function}};
    } catch (const backprop::ShapeError& error) {
      return {{"error", "shape"}, {"message", error.what()}};
    } catch (const std::exception& error) {
      return {{"error", "other"}, {"message", error.what()}};
    }
  }

  // " (affine.cpp, line 12)"; the same site is looked up once.
  std::string place_of(const Json& answer) {
    const std::vector<std::uint64_t> site = addresses_field(answer, "site");
    if (!find_line_ || site.empty()) return {};
    const auto [known, is_new] = places_.try_emplace(site);
    if (is_new && places_.size() <= kMostPlaces) {
      const std::string line = find_line_(site);
      if (!line.empty()) known->second = " (" + line + ")";
    }
    return known->second;
  }

  static constexpr std::size_t kMostPlaces = 8;  // each look-up starts a process

  Channel& channel_;
  FindLine find_line_;
  OutsideCaller outside_;
  std::map<std::vector<std::uint64_t>, std::string> places_;
  std::optional<Failure> last_;
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
                                     {"attributes", the_case.attributes}},
                                    asked_);
    outputs = parse_tensors_message(field(answer, "outputs"));
    modified = names(answer);
  }

  ~RemoteRunning() override { calls_->drop(handle_); }

  Tensors backward(const Tensors& upstream) override {
    std::size_t asked = asked_;
    const Json answer = calls_->ask(
        {{"call", "backward"}, {"handle", handle_}, {"upstream", tensors_message(upstream)}}, asked);
    modified = names(answer);
    forward_calls = count_field(answer, "forward_calls");
    return parse_tensors_message(field(answer, "gradients"));
  }

 private:
  std::shared_ptr<RemoteCalls> calls_;
  std::uint64_t handle_;
  std::size_t asked_ = 0;
};

}  // namespace

RemoteSubject::RemoteSubject(Channel& channel, FindLine find_line, OutsideCaller outside)
    : calls_(std::make_shared<RemoteCalls>(channel, std::move(find_line), std::move(outside))) {}

std::unique_ptr<Running> RemoteSubject::start(const Op& op, const Case& the_case) {
  return std::make_unique<RemoteRunning>(calls_, op, the_case);
}

std::vector<Branch> RemoteSubject::branches() {
  std::size_t asked = 0;
  return parse_branches_message(field(calls_->ask({{"call", "branches"}}, asked), "branches"));
}

void RemoteSubject::end() {
  if (calls_->has_ended()) return;
  std::size_t asked = 0;
  if (text_field(calls_->ask({{"call", "end"}}, asked), "status") != "end")
    throw ProtocolError("the closing frame is missing");
}

}  // namespace grader
