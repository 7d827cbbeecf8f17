// The main program of a worker, with the student's code linked into it. It reads calls from descriptor 3 and
// writes answers to descriptor 4. stdout and stderr belong to the student. It decides nothing: it runs calls
// and reports the results.
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <string>

#include "grader/worker/branches.hpp"
#include "grader/worker/memory.hpp"
#include "grader/worker/serve.hpp"
#include "grader/worker/throw_site.hpp"

namespace {

class DescriptorChannel : public grader::Channel {
 public:
  DescriptorChannel(int in, int out) : in_(in), out_(out) {}

  void send(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(out_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) throw grader::ChannelClosed("the grader is gone");
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }

  void receive(std::span<std::byte> bytes) override {
    ahead_.fill(bytes, [this](std::span<std::byte> room) {
      for (;;) {
        const ssize_t got = ::read(in_, room.data(), room.size());
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0 || errno != EINTR) throw grader::ChannelClosed("the grader is gone");
      }
    });
  }

 private:
  int in_;
  int out_;
  grader::ReadAhead ahead_;
};

DescriptorChannel channel(3, 4);

}  // namespace

// The standard library calls this function, by its linker name, when one of its checks fails
// (_GLIBCXX_ASSERTIONS). Its callers promise not to throw, so it must not return or throw. It answers and
// ends the process.
[[noreturn]] void assertion_failed(const char* file, int line, const char* function,
                                   const char* condition) __asm__("_ZSt21__glibcxx_assert_failPKciS0_S0_");

void assertion_failed(const char*, int, const char* function, const char* condition) {
  try {
    grader::answer_last(channel,
                        std::string(function ? function : "?") + ": " + (condition ? condition : "?"),
                        grader::callers());
  } catch (...) {  // the grader is gone
  }
  ::_exit(3);
}

#if defined(_LIBCPP_VERSION)
// libc++ calls this one, with the format and the arguments of printf.
#if defined(__APPLE__)
#define BACKPROP_ABORT "__ZNSt3__122__libcpp_verbose_abortEPKcz"
#else
#define BACKPROP_ABORT "_ZNSt3__122__libcpp_verbose_abortEPKcz"
#endif
[[noreturn]] void check_failed(const char* format, ...) __asm__(BACKPROP_ABORT);

void check_failed(const char* format, ...) {
  char words[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(words, sizeof words, format, arguments);
  va_end(arguments);
  assertion_failed(nullptr, 0, "libc++", words);
}
#endif

int main() {
  // What the student's code prints before it crashes is shown, so none of it may wait in a buffer.
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  grader::keep_freed_memory();
  grader::note_branches_with(grader::callers);
  try {
    grader::serve(channel, grader::last_throw);
  } catch (...) {
    // The call makes no sense: only code in this very process can have changed what the grader said.
    return 2;
  }
  return 0;
}
