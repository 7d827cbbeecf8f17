#include "grader/report/progress.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <stdexcept>
#include <string>

namespace grader {
namespace {

/// Returns what `write` writes to a pipe.
std::string written(const std::function<void(int fd)>& write) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  write(ends[1]);
  close(ends[1]);
  std::string text(4096, '\0');
  const ssize_t size = read(ends[0], text.data(), text.size());
  close(ends[0]);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

TEST(Progress, OverwritesOneLineAndErasesItAtTheEnd) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 2, Progress::Style::overwritten);
    progress.step("affine");
    progress.step("relu");
  });
  EXPECT_EQ(text, "\r\x1B[K[1/2] affine\r\x1B[K[2/2] relu\r\x1B[K");
}

TEST(Progress, SaysHowFarAStepHasCome) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 2, Progress::Style::overwritten);
    progress.step("catch");
    progress.detail("step 10 of 20");
  });
  EXPECT_EQ(text, "\r\x1B[K[1/2] catch\r\x1B[K[1/2] step 10 of 20\r\x1B[K");
}

TEST(Progress, WritesLinesWhenAskedFor) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 2, Progress::Style::lines);
    progress.step("catch");
    progress.detail("step 10 of 20");
  });
  EXPECT_EQ(text, "[1/2] catch\n[1/2] step 10 of 20\n");
}

TEST(Progress, WritesNothingToWhatIsNoTerminal) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 2);
    progress.step("affine");
    progress.clear();
  });
  EXPECT_EQ(text, "");
}

TEST(Progress, ErasesOnlyWhatItWrote) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 1, Progress::Style::overwritten);
    progress.step("a");
    progress.clear();
    progress.clear();
  });
  EXPECT_EQ(text, "\r\x1B[K[1/1] a\r\x1B[K");
}

TEST(Progress, KeepsToOneCleanLine) {
  const std::string text = written([](int fd) {
    Progress progress(fd, 1, Progress::Style::overwritten);
    progress.step("a\nb\x1B[31m" + std::string(200, 'x'));
  });
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find("\x1B[31m"), std::string::npos);
  EXPECT_LT(text.size(), 100U);
}

}  // namespace
}  // namespace grader
