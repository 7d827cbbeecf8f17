#include "grader/sandbox/pipe_channel.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <optional>
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
