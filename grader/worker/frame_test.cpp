#include "grader/worker/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <backprop/tensor.hpp>
#include <cmath>
#include <cstring>
#include <deque>
#include <limits>
#include <random>
#include <thread>

#include "grader/base/json.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"
#include "grader/worker/message.hpp"
#include "grader/worker/remote_subject.hpp"
#include "grader/worker/serve.hpp"

namespace grader {
namespace {

// Returns what was sent. After it the channel is closed.
class Loop : public Channel {
 public:
  void send(std::span<const std::byte> bytes) override {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void receive(std::span<std::byte> bytes) override {
    if (bytes_.size() < bytes.size()) throw ChannelClosed("end");
    std::copy_n(bytes_.begin(), bytes.size(), bytes.begin());
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(bytes.size()));
  }
  std::deque<std::byte> bytes_;
};

void put(Loop& loop, std::uint64_t length, const std::vector<std::uint8_t>& payload) {
  std::array<std::byte, 8> prefix{};
  std::memcpy(prefix.data(), &length, sizeof length);
  loop.send(prefix);
  loop.send(std::as_bytes(std::span(payload)));
}

TEST(Frame, ComesBackAsItWasSent) {
  Loop loop;
  const Json message = {{"call", "start"}, {"handle", 7}, {"data", Json::binary({1, 2, 3})}};
  send_frame(loop, message);
  EXPECT_EQ(receive_frame(loop), message);
  EXPECT_THROW(receive_frame(loop), ChannelClosed);
}

TEST(Frame, RefusesALengthBeyondTheLimitBeforeItAllocates) {
  for (const std::uint64_t length :
       {std::uint64_t{kMaxFrameBytes} + 1, std::uint64_t{1} << 60, ~std::uint64_t{0}}) {
    Loop loop;
    put(loop, length, {});
    EXPECT_THROW(receive_frame(loop), ProtocolError);
  }
}

TEST(Frame, RefusesWhatIsNotOneValue) {
  for (const std::vector<std::uint8_t>& payload : {std::vector<std::uint8_t>{},
                                                   {0xc1},
                                                   {0x01, 0x02},
                                                   {0x92, 0x01},
                                                   {0xdd, 0xff, 0xff, 0xff, 0xff},
                                                   {0xc6, 0xff, 0xff, 0xff, 0xff, 0x00}}) {
    Loop loop;
    put(loop, payload.size(), payload);
    EXPECT_THROW(receive_frame(loop), ProtocolError);
  }
}

TEST(Frame, RefusesNestingThatWouldOverflowTheStack) {
  Loop loop;
  const std::vector<std::uint8_t> payload(8u << 20, 0x91);  // an array of one array of one array...
  put(loop, payload.size(), payload);
  EXPECT_THROW(receive_frame(loop), ProtocolError);
}

TEST(Frame, SurvivesRandomBytes) {
  std::mt19937_64 engine(11);
  std::size_t refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::vector<std::uint8_t> payload(engine() % 40);
    for (auto& byte : payload) byte = static_cast<std::uint8_t>(engine());
    try {
      parse_tensors_message(decode_payload(std::as_bytes(std::span(payload))));
    } catch (const ProtocolError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 19000u);
}

TEST(Message, TensorsKeepEveryBit) {
  const Tensors tensors = {{"x", {{2, 2}, {1.0, -0.0, std::numeric_limits<double>::quiet_NaN(), 1e-320}}},
                           {"loss", Tensor::scalar(std::numeric_limits<double>::infinity())},
                           {"empty", {{0, 3}, {}}}};
  const Tensors back = parse_tensors_message(tensors_message(tensors));
  for (const auto& [name, tensor] : tensors) EXPECT_TRUE(same_bits(back.at(name), tensor)) << name;
}

TEST(Message, RefusesAShapeThatItsBytesDoNotFill) {
  // Goes through the wire format, where sizes are unsigned.
  const auto message = [](Json shape, std::size_t bytes) {
    return Json{{"shape", shape}, {"data", Json::binary(std::vector<std::uint8_t>(bytes))}};
  };
  EXPECT_NO_THROW(parse_tensor_message(message({2, 3}, 48)));
  EXPECT_THROW(parse_tensor_message(message({2, 3}, 47)), ProtocolError);
  EXPECT_THROW(parse_tensor_message(message({2, 3}, 40)), ProtocolError);
  EXPECT_THROW(parse_tensor_message(message({std::uint64_t{1} << 60}, 8)), ProtocolError);
  EXPECT_THROW(parse_tensor_message(message({std::uint64_t{1} << 40, std::uint64_t{1} << 40}, 0)),
               ProtocolError);
  EXPECT_THROW(parse_tensor_message(message({-2, 3}, 48)), ProtocolError);
  EXPECT_THROW(parse_tensor_message(message("wide", 48)), ProtocolError);
  EXPECT_THROW(parse_tensor_message(Json{{"shape", {1}}, {"data", {1.0}}}), ProtocolError);
}

// A conversation without a second process. Each request is served when its answer is read.
class Served : public Channel {
 public:
  void send(std::span<const std::byte> bytes) override { requests_.send(bytes); }
  void receive(std::span<std::byte> bytes) override {
    if (answers_.bytes_.empty()) {
      Joined joined{requests_, answers_};
      serve(joined);
    }
    answers_.receive(bytes);
  }

 private:
  struct Joined : Channel {
    Joined(Loop& in, Loop& out) : in_(in), out_(out) {}
    void send(std::span<const std::byte> bytes) override { out_.send(bytes); }
    void receive(std::span<std::byte> bytes) override { in_.receive(bytes); }
    Loop& in_;
    Loop& out_;
  };
  Loop requests_;
  Loop answers_;
};

TEST(RemoteSubject, AnswersAsTheLinkedSubjectDoes) {
  const Op& op = *find_op("xavier_init");
  Served channel;
  RemoteSubject remote(channel);
  LinkedSubject linked;
  for (const CaseTranscript& entry : cases::plan(op, 1)) {
    EXPECT_EQ(remote.start(op, entry.the_case)->outputs, linked.start(op, entry.the_case)->outputs);
  }
  remote.end();
}

// Adds a tensor that was not asked for to every answer.
class Padded : public Served {
 public:
  explicit Padded(std::size_t doubles) : doubles_(doubles) {}
  void receive(std::span<std::byte> bytes) override {
    if (padded_.bytes_.empty()) {
      Json answer = receive_frame(answers_from_worker_);
      answer["outputs"]["padding"] = tensor_message(Tensor::filled({doubles_}, 1.0));
      send_frame(padded_, answer);
    }
    padded_.receive(bytes);
  }

 private:
  struct Worker : Channel {
    explicit Worker(Padded& served) : served_(served) {}
    void send(std::span<const std::byte>) override {}
    void receive(std::span<std::byte> bytes) override { served_.Served::receive(bytes); }
    Padded& served_;
  };
  std::size_t doubles_;
  Loop padded_;
  Worker answers_from_worker_{*this};
};

TEST(RemoteSubject, TakesNoAnswerThatIsMuchLargerThanTheQuestion) {
  const Op& op = *find_op("relu");
  const Case the_case = cases::plan(op, 1).front().the_case;
  Padded little(1000);
  EXPECT_NO_THROW(RemoteSubject(little).start(op, the_case));
  Padded much(1 << 20);
  EXPECT_THROW(RemoteSubject(much).start(op, the_case), ProtocolError);
}

TEST(RemoteSubject, PassesOnAnException) {
  const Op& op = *find_op("affine");
  Served channel;
  RemoteSubject remote(channel);
  const Case misfit = {
      {{"x", Tensor::filled({2, 3}, 1)}, {"w", Tensor::filled({4, 3}, 1)}, {"b", Tensor::filled({3}, 1)}},
      {},
      {}};
  try {
    remote.start(op, misfit);
    FAIL() << "the sizes do not fit";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status, Status::crash);
    EXPECT_STREQ(failure.what(),
                 "an exception was thrown: affine_forward: w is (4, 3), expected (3, 3) = (D, M)");
  }
}

// One end of a pair of sockets.
class SocketChannel : public Channel {
 public:
  explicit SocketChannel(int fd) : fd_(fd) {}
  ~SocketChannel() override { close(fd_); }
  void send(std::span<const std::byte> bytes) override {
    if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != std::ssize(bytes))
      throw ChannelClosed("nobody listens");
  }
  void receive(std::span<std::byte> bytes) override {
    if (!bytes.empty() && recv(fd_, bytes.data(), bytes.size(), MSG_WAITALL) != std::ssize(bytes))
      throw ChannelClosed("nobody speaks");
  }

 private:
  int fd_;
};

// Lets a checker ask for the values of its function. Returns what the worker's answer was, or the failure.
std::string answer_of_checker(const Case& the_case, const OutsideCaller& outside) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return "no sockets";
  std::thread worker([end = ends[1]] {
    SocketChannel channel(end);
    serve(channel);
  });
  std::string answer;
  {
    SocketChannel channel(ends[0]);
    try {
      RemoteSubject remote(channel, {}, outside);
      answer = remote.start(*find_op("grad_check"), the_case)->outputs.at("accepted").values.at(0) == 1.0
                   ? "accepted"
                   : "rejected";
      remote.end();
    } catch (const std::exception& error) {
      answer = error.what();
    }
  }
  worker.join();
  return answer;
}

TEST(RemoteSubject, AnswersForOutsideFunctionsThatItIsGiven) {
  std::size_t calls = 0;
  const OutsideCaller counted = [&](const std::string& function, const TensorList& arguments) {
    ++calls;
    return (*find_outside(function))(arguments);
  };
  for (const CaseTranscript& entry : cases::plan(*find_op("grad_check"), 1)) {
    EXPECT_EQ(answer_of_checker(entry.the_case, counted),
              entry.probe.ends_with("right") ? "accepted" : "rejected")
        << entry.the_case.note;
  }
  EXPECT_GE(calls, 1000u);
}

TEST(RemoteSubject, PassesOnWhatAnOutsideFunctionThrows) {
  const Case the_case = cases::plan(*find_op("grad_check"), 1).front().the_case;
  const auto throwing = [](const auto& error) {
    return [error](const std::string&, const TensorList&) -> TensorList { throw error; };
  };
  EXPECT_EQ(answer_of_checker(the_case, throwing(backprop::ShapeError("it does not fit"))),
            "an exception was thrown: it does not fit");
  EXPECT_EQ(answer_of_checker(the_case, throwing(backprop::NotImplemented("affine_forward"))),
            "checked_function is not implemented yet");
  EXPECT_EQ(answer_of_checker(the_case, throwing(std::runtime_error("no room"))),
            "an exception was thrown: no room");
  EXPECT_EQ(answer_of_checker(the_case, throwing(ProtocolError("not yours"))), "not yours");
  EXPECT_EQ(answer_of_checker(the_case, {}), "it calls a function of the grader");
}

}  // namespace
}  // namespace grader
