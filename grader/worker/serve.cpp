#include "grader/worker/serve.hpp"

#include <backprop/tensor.hpp>
#include <system_error>
#include <unordered_map>

#include "grader/base/json.hpp"
#include "grader/ops/outside.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/returned_shape.hpp"
#include "grader/worker/branches.hpp"
#include "grader/worker/call_count.hpp"
#include "grader/worker/frame.hpp"
#include "grader/worker/message.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxMessageText = 2000;

Json failure(const char* status, const std::string& message, const std::vector<std::uint64_t>& site = {}) {
  const auto end = message.begin() + static_cast<std::ptrdiff_t>(std::min(message.size(), kMaxMessageText));
  return {{"status", status}, {"message", Json::binary({message.begin(), end})}, {"site", site}};
}

// Returns what the exception says. A student's own class of exceptions may return a null pointer.
std::string words_of(const std::exception& error) {
  const char* words = error.what();
  return words != nullptr ? words : "its what() is a null pointer";
}

class Server {
 public:
  Json answer(const Json& request) {
    if (request.contains("drop")) {
      for (const Json& dropped : request.at("drop").elements())
        instances_.erase(dropped.get<std::uint64_t>());
    }
    const std::string call = text_field(request, "call");
    if (call == "start") return start(request);
    if (call == "backward") return backward(request);
    if (call == "branches") return {{"status", "ok"}, {"branches", branches_message(branches())}};
    throw ProtocolError("there is no such call");
  }

 private:
  static std::uint64_t handle(const Json& request) { return field(request, "handle").get<std::uint64_t>(); }

  Json start(const Json& request) {
    const Layer* layer = find_layer(text_field(request, "op"));
    if (!layer) throw ProtocolError("there is no such op here");
    const Case the_case{
        parse_tensors_message(field(request, "inputs")), field(request, "attributes").get<Attributes>(), {}};
    count_forward_pass();
    Instance& instance = instances_[handle(request)] = layer->start(the_case);
    return {
        {"status", "ok"}, {"outputs", tensors_message(instance.outputs)}, {"modified", instance.modified()}};
  }

  Json backward(const Json& request) {
    Instance& instance = instances_.at(handle(request));
    const Tensors upstream = parse_tensors_message(field(request, "upstream"));
    count_backward_pass();
    const Tensors gradients = instance.backward(upstream);
    return {{"status", "ok"},
            {"gradients", tensors_message(gradients)},
            {"modified", instance.modified()},
            {"forward_calls", forward_calls()}};
  }

  std::unordered_map<std::uint64_t, Instance> instances_;
};

// Asks the grader for a function that this program does not have. Its errors are thrown here as if the
// function were here.
TensorList ask_grader(Channel& channel, const std::string& function, const TensorList& arguments) {
  send_frame(channel,
             {{"status", "outside"}, {"function", function}, {"arguments", list_message(arguments)}});
  const Json answer = receive_frame(channel);
  if (!answer.contains("error")) return parse_list_message(field(answer, "values"));
  const std::string error = text_field(answer, "error");
  const std::string message = text_field(answer, "message");
  if (error == "not_implemented") throw backprop::NotImplemented(message);
  if (error == "shape") throw backprop::ShapeError(message);
  throw std::runtime_error(message);
}

Json guarded_answer(Server& server, const Json& request, const ThrowSite& site) {
  const auto thrown_at = [&] { return site ? site() : std::vector<std::uint64_t>{}; };
  try {
    return server.answer(request);
  } catch (const backprop::NotImplemented& error) {
    return failure("not_implemented", words_of(error));
  } catch (const std::bad_alloc&) {
    return failure("memory", "out of memory");
  } catch (const std::system_error& error) {
    // The box lets a program have one thread, and then std::thread says no more than what the system said.
    const bool no_thread = error.code() == std::errc::resource_unavailable_try_again;
    return failure(
        "exception",
        no_thread ? "no further thread can be started here: a layer has to do its work in the one that it is "
                    "called in, without std::thread or std::async"
                  : error.what(),
        thrown_at());
  } catch (const ReturnedShapeError& error) {
    return failure("returned_shape", words_of(error));
  } catch (const std::exception& error) {
    return failure("exception", words_of(error), thrown_at());
  } catch (...) {
    return failure("exception", "something that is not a std::exception was thrown", thrown_at());
  }
}

}  // namespace

void serve(Channel& channel, const ThrowSite& site) {
  Server server;
  const OutsideCallsGoTo to_the_grader([&](const std::string& function, const TensorList& arguments) {
    return ask_grader(channel, function, arguments);
  });
  try {
    for (;;) {
      const Json request = receive_frame(channel);
      if (text_field(request, "call") == "end") {
        send_frame(channel, {{"status", "end"}});
        return;
      }
      send_frame(channel, guarded_answer(server, request, site));
    }
  } catch (const ChannelClosed&) {  // the grader stopped listening
  }
}

void answer_last(Channel& channel, const std::string& message, const std::vector<std::uint64_t>& site) {
  send_frame(channel, failure("assertion", message, site));
}

}  // namespace grader
