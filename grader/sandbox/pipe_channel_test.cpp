#include "grader/sandbox/pipe_channel.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <optional>
#include <string>
#include <vector>

namespace grader {
namespace {

using std::chrono::milliseconds;

/// A channel whose other ends the test holds.
class PipeChannelTest : public ::testing::Test {
 protected:
  PipeChannel channel(milliseconds patience = std::chrono::minutes(1)) {
    deadline_.emplace(patience);
    return {std::move(to_grader_.read_end), std::move(to_program_.write_end), *deadline_};
  }
  std::optional<Deadline> deadline_;
  Pipe to_program_ = make_quiet_pipe();
  Pipe to_grader_ = make_pipe();
  std::vector<std::byte> bytes_ = std::vector<std::byte>(4);
};

TEST_F(PipeChannelTest, CarriesBytesBothWays) {
  PipeChannel channel = this->channel();
  const char question[] = {1, 2, 3, 4};
  channel.send(std::as_bytes(std::span(question)));
  ASSERT_EQ(read(to_program_.read_end.get(), bytes_.data(), 4), 4);
  EXPECT_EQ(bytes_[3], std::byte{4});
  ASSERT_EQ(write(to_grader_.write_end.get(), "12345", 5), 5);
  channel.receive(bytes_);
  EXPECT_EQ(bytes_[3], std::byte{'4'});
}

TEST_F(PipeChannelTest, KeepsWhatCameBeforeItWasAskedFor) {
  PipeChannel channel = this->channel();
  std::string sent;
  for (int i = 0; i < 10'000; ++i) sent += static_cast<char>(i * 7);
  ASSERT_EQ(write(to_grader_.write_end.get(), sent.data(), sent.size()), static_cast<ssize_t>(sent.size()));
  to_grader_.write_end.reset();
  std::string received;
  for (const std::size_t size : {std::size_t{1}, std::size_t{8}, std::size_t{4087}, std::size_t{0},
                                 std::size_t{5000}, std::size_t{904}}) {
    std::string part(size, '\0');
    channel.receive(std::as_writable_bytes(std::span(part)));
    received += part;
  }
  EXPECT_EQ(received, sent);
  EXPECT_THROW(channel.receive(bytes_), ChannelClosed);
}

TEST_F(PipeChannelTest, EndOfFileMidwayCloses) {
  PipeChannel channel = this->channel();
  ASSERT_EQ(write(to_grader_.write_end.get(), "12", 2), 2);
  to_grader_.write_end.reset();
  EXPECT_THROW(channel.receive(bytes_), ChannelClosed);
}

TEST_F(PipeChannelTest, SendingToNobodyClosesWithoutASignal) {
  PipeChannel channel = this->channel();
  to_program_.read_end.reset();
  EXPECT_THROW(channel.send(bytes_), ChannelClosed);
}

TEST_F(PipeChannelTest, ReceivingStopsAtTheDeadline) {
  PipeChannel channel = this->channel(milliseconds(20));
  ASSERT_EQ(write(to_grader_.write_end.get(), "12", 2), 2);
  EXPECT_THROW(channel.receive(bytes_), ChannelClosed);
}

TEST_F(PipeChannelTest, SendingStopsAtTheDeadline) {
  PipeChannel channel = this->channel(milliseconds(20));
  EXPECT_THROW(channel.send(std::vector<std::byte>(std::size_t{16} << 20)), ChannelClosed);
}

TEST_F(PipeChannelTest, OtherEndCannotTalkBackOnTheWrongPipe) {
  PipeChannel channel = this->channel();
  EXPECT_LT(::send(to_program_.read_end.get(), "x", 1, MSG_NOSIGNAL), 0);
}

}  // namespace
}  // namespace grader
