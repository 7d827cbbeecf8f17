#include <gtest/gtest.h>
#include <signal.h>

#include <cstring>

#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

using testing::misbehave;
using testing::runs_somewhere;

class ConversationTest : public testing::EveryIsolation {
 protected:
  Outcome talk(const std::string& command, const Conversation& conversation, double wall_seconds = 5) {
    Limits limits;
    limits.wall_seconds = wall_seconds;
    return sandbox::run(GetParam(), misbehave({command, testing::marker()}), limits, conversation);
  }
  void TearDown() override { EXPECT_FALSE(runs_somewhere(testing::marker())); }
};
INSTANTIATE_TEST_SUITE_P(, ConversationTest, ::testing::ValuesIn(testing::available_isolations()),
                         testing::isolation_name);

std::string exchange(Channel& channel, std::string_view text) {
  std::string answer(text.size(), '\0');
  channel.send(std::as_bytes(std::span(text)));
  channel.receive(std::as_writable_bytes(std::span(answer)));
  return answer;
}

TEST_P(ConversationTest, EchoAndThenAnOrderlyEnd) {
  std::string answer;
  const Outcome outcome = talk("echo", [&](Channel& channel) { answer = exchange(channel, "hello"); });
  EXPECT_EQ(answer, "hello");
  EXPECT_EQ(outcome.ending, Ending::exited) << outcome.detail;
  EXPECT_EQ(outcome.exit_code, 7);  // echo returns this when its input ends.
}

TEST_P(ConversationTest, ProgramThatNeverReadsTimesOut) {
  bool closed = false;
  const auto send_much = [&](Channel& channel) {
    const std::vector<std::byte> bytes(std::size_t{16} << 20);
    try {
      channel.send(bytes);
    } catch (const ChannelClosed&) {
      closed = true;
    }
  };
  const Outcome outcome = talk("sleep", send_much, 0.5);
  EXPECT_TRUE(closed);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
}

TEST_P(ConversationTest, ProgramThatNeverWritesTimesOut) {
  const Outcome outcome = talk(
      "read-only", [](Channel& channel) { exchange(channel, "hello"); }, 0.5);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
}

// Such a program ends by itself, with an exit code of its own, when its channel closes.
TEST_P(ConversationTest, TimeIsUpAlsoForAProgramThatWouldEndWithItsChannel) {
  for (int round = 0; round < 20; ++round) {
    const auto only_listen = [](Channel& channel) {
      std::byte byte;
      channel.receive({&byte, 1});
    };
    ASSERT_EQ(talk("echo", only_listen, 0.1).ending, Ending::timed_out) << "in round " << round;
  }
}

TEST_P(ConversationTest, ProgramThatStaysAfterTheEndIsKilled) {
  const Outcome outcome = talk(
      "read-only", [](Channel&) {}, 60);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
  EXPECT_LT(outcome.wall_seconds, 30);
}

TEST_P(ConversationTest, DeathMidwayIsInTheOutcome) {
  std::string first;
  const auto two_exchanges = [&](Channel& channel) {
    first = exchange(channel, "a");
    for (;;) exchange(channel, "b");
  };
  const Outcome outcome = talk("die-midway", two_exchanges);
  EXPECT_EQ(first, "a");
  EXPECT_EQ(outcome.ending, Ending::signalled) << outcome.detail;
  EXPECT_EQ(outcome.signal, SIGABRT);
}

TEST_P(ConversationTest, ClosedChannelEndsTheConversation) {
  bool closed = false;
  const auto receive_one = [&](Channel& channel) {
    std::byte byte{};
    try {
      channel.receive(std::span(&byte, 1));
    } catch (const ChannelClosed&) {
      closed = true;
    }
  };
  const Outcome outcome = talk("close-and-live", receive_one, 60);
  EXPECT_TRUE(closed);
  EXPECT_EQ(outcome.ending, Ending::timed_out) << outcome.detail;
  EXPECT_LT(outcome.wall_seconds, 30);
}

TEST_P(ConversationTest, OtherExceptionsAreThrownOn) {
  const auto fail = [](Channel& channel) {
    exchange(channel, "hello");
    throw std::out_of_range("the grader's own");
  };
  EXPECT_THROW(talk("echo", fail), std::out_of_range);
}

TEST_P(ConversationTest, FloodDuringItIsAnOutputLimit) {
  const Outcome outcome = talk("flood", [](Channel& channel) { exchange(channel, "hello"); });
  EXPECT_EQ(outcome.ending, Ending::output_limit) << outcome.detail;
}

}  // namespace
}  // namespace grader
