#include "grader/sandbox/launcher.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <future>
#include <string>
#include <system_error>
#include <vector>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {
namespace {

void put(int fd, const std::string& text) {
  if (write(fd, text.data(), text.size()) < 0) _exit(1);
}

/// Returns what the job writes to its first descriptor.
std::string said_by(launcher::Job job, const Json& order = Json::object()) {
  Pipe pipe = make_pipe();
  const int descriptors[] = {pipe.write_end.get()};
  EXPECT_GT(launcher::launch(job, order, descriptors), 0);
  pipe.write_end.reset();
  std::string text;
  char buffer[256];
  for (ssize_t count = 0; (count = read(pipe.read_end.get(), buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(count));
  return text;
}

void say_word(const Json& order, std::span<const int> descriptors) {
  put(descriptors[0], order["word"].string());
  _exit(0);
}

void say_launcher(const Json&, std::span<const int> descriptors) {
  put(descriptors[0], std::to_string(getppid()));
  _exit(0);
}

TEST(Launcher, GivesTheJobItsOrderAndDescriptors) {
  EXPECT_EQ(said_by(say_word, {{"word", "hello"}}), "hello");
  const std::string all_bytes = "\xff\x01\n \xc3";
  EXPECT_EQ(said_by(say_word, {{"word", all_bytes}}), all_bytes);
  const std::string longer_than_a_pipe(1'000'000, 'x');
  EXPECT_EQ(said_by(say_word, {{"word", longer_than_a_pipe}}), longer_than_a_pipe);
}

TEST(Launcher, GivesNothingElse) {
  const UniqueFd secret(open("/dev/null", O_RDONLY));
  const std::string open_ones = said_by([](const Json&, std::span<const int> descriptors) {
    std::string text;
    for (int fd = 0; fd < 1000; ++fd) {
      if (fcntl(fd, F_GETFD) >= 0 && fd != descriptors[0]) text += std::to_string(fd) + " ";
    }
    put(descriptors[0], text);
    _exit(0);
  });
  EXPECT_EQ(open_ones, "0 1 2 ");
}

TEST(Launcher, IsMadeAnewWhenItWasKilled) {
  const auto first = static_cast<pid_t>(std::stol(said_by(say_launcher)));
  ASSERT_EQ(kill(first, SIGKILL), 0);
  const auto second = static_cast<pid_t>(std::stol(said_by(say_launcher)));
  EXPECT_NE(first, second);
  EXPECT_NE(kill(first, 0), 0);  // it was waited for
}

TEST(Launcher, OfAForkedProcessIsItsOwn) {
  const std::string of_this_process = said_by(say_launcher);
  const pid_t child = fork();
  if (child == 0) _exit(said_by(say_launcher) != of_this_process ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(said_by(say_launcher), of_this_process);
}

TEST(Launcher, ServesManyThreads) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 16; ++i)
    answers.push_back(std::async(std::launch::async, [i] {
      return said_by(say_word, {{"word", std::to_string(i)}});
    }));
  for (int i = 0; i < 16; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)].get(), std::to_string(i));
}

TEST(Launcher, RefusesTooManyDescriptors) {
  const std::vector<int> descriptors(17, STDIN_FILENO);
  EXPECT_THROW(launcher::launch(say_word, Json::object(), descriptors), std::system_error);
}

TEST(Launcher, ItsProcessesCountAsTheCallersChildren) {
  constexpr auto kBurn = CLOCKS_PER_SEC / 10;
  const pid_t child = fork();
  if (child == 0) {
    said_by([](const Json&, std::span<const int>) {
      while (clock() < kBurn) {
      }
      _exit(0);
    });
    std::exit(0);
  }
  int status = -1;
  rusage usage{};
  ASSERT_EQ(wait4(child, &status, 0, &usage), child);
  EXPECT_EQ(status, 0);
  EXPECT_GE((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
                usage.ru_stime.tv_usec,
            90'000);
}

}  // namespace
}  // namespace grader
