#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include "grader/base/files.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WriteAtomically : public testing::Test {
 protected:
  static std::string error(const fs::path& path, std::string_view text = "new") {
    try {
      write_atomically(path, text);
    } catch (const WriteError& e) {
      return e.what();
    }
    return "no error";
  }

  std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  const TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

/// Drops effective capabilities while it lives, so that file permissions bind root too.
class WithoutCapabilities {
 public:
  WithoutCapabilities() {
    syscall(SYS_capget, &header_, before_.data());
    auto none = before_;
    for (auto& set : none) set.effective = 0;
    syscall(SYS_capset, &header_, none.data());
  }
  ~WithoutCapabilities() { syscall(SYS_capset, &header_, before_.data()); }

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> before_{};
};

/// Limits the size of files while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(WriteAtomically, MakesAndReplacesAFile) {
  const fs::path path = folder_ / "report.json";
  write_atomically(path, "old");
  EXPECT_EQ(read_file(path), "old");
  const std::string large(1 << 20, 'x');
  write_atomically(path, large);
  EXPECT_EQ(read_file(path), large);
  EXPECT_EQ(files(), 1);
}

TEST_F(WriteAtomically, WorksOnABareFileName) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  write_atomically("report.json", "text");
  fs::current_path(before);
  EXPECT_EQ(read_file(folder_ / "report.json"), "text");
}

TEST_F(WriteAtomically, IsNotStoppedByATemporaryFileLeftBehind) {
  const std::string stale = ".report.json." + std::to_string(getpid()) + "-0.tmp";
  std::ofstream(folder_ / stale) << "stale";
  write_atomically(folder_ / "report.json", "new");
  EXPECT_EQ(read_file(folder_ / "report.json"), "new");
  EXPECT_EQ(read_file(folder_ / stale), "stale");
}

TEST_F(WriteAtomically, SaysThatTheFolderIsMissing) {
  const fs::path path = folder_ / "missing" / "report.json";
  EXPECT_EQ(error(path), "Cannot write " + path.string() + ": No such file or directory.");
}

TEST_F(WriteAtomically, SaysThatTheFolderIsNotWritable) {
  const fs::path path = folder_ / "report.json";
  write_atomically(path, "old");
  chmod(folder_.c_str(), 0500);
  const WithoutCapabilities unprivileged;
  EXPECT_EQ(error(path), "Cannot write " + path.string() + ": Permission denied.");
  EXPECT_EQ(read_file(path), "old");
}

TEST_F(WriteAtomically, KeepsTheOldFileWhenTheNewOneDoesNotFit) {
  const fs::path path = folder_ / "report.json";
  write_atomically(path, "old");
  {
    const FileSizeLimit limit(10);
    EXPECT_EQ(error(path, std::string(1000, 'x')), "Cannot write " + path.string() + ": File too large.");
  }
  EXPECT_EQ(read_file(path), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(WriteAtomically, RefusesWhatIsNoRegularFile) {
  EXPECT_EQ(error(folder_), "Cannot write " + folder_.string() + ": it is a folder.");
  EXPECT_THAT(error(folder_ / ""), HasSubstr("it does not name a file"));

  const fs::path fifo = folder_ / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(error(fifo), HasSubstr("not a regular file"));

  write_atomically(folder_ / "target", "old");
  fs::create_symlink(folder_ / "target", folder_ / "link");
  EXPECT_THAT(error(folder_ / "link"), HasSubstr("not a regular file"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(read_file(folder_ / "target"), "old");
  EXPECT_EQ(files(), 3);
}

}  // namespace
}  // namespace grader
