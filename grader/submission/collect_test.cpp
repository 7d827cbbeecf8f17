#include "grader/submission/collect.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "grader/base/input_error.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Collect : public ::testing::Test {
 protected:
  /// The reason why affine.cpp is not taken, besides a good file that is.
  std::string problem() {
    folder_.write("good.cpp", "int x;");
    const SourceFiles files = collect(folder_.path(), {"affine.cpp", "good.cpp"});
    EXPECT_EQ(files.find("affine.cpp"), nullptr);
    EXPECT_NE(files.find("good.cpp"), nullptr);
    return files.files.at(0).problem;
  }
  std::string error(const fs::path& folder, const std::vector<std::string>& names = {"affine.cpp"}) {
    try {
      collect(folder, names);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  testing::Folder folder_;
  fs::path file_ = folder_.path() / "affine.cpp";
};

TEST_F(Collect, TakesTheExpectedFilesOnly) {
  folder_.write("affine.cpp", "int a;\n");
  folder_.write("relu.cpp", "int b;");
  folder_.write("CMakeLists.txt", "execute_process(COMMAND rm -rf /)");
  const SourceFiles files = collect(folder_.path(), {"relu.cpp", "affine.cpp", "tanh.cpp"});
  ASSERT_EQ(files.files.size(), 3u);
  EXPECT_EQ(files.files[0].file->bytes, "int b;");
  EXPECT_EQ(files.files[1].file->bytes, "int a;\n");
  EXPECT_EQ(files.files[1].file->sha256, sha256("int a;\n"));
  EXPECT_EQ(files.files[2].problem, "tanh.cpp is not in the submission.");
  EXPECT_TRUE(files.files[2].missing);
}

TEST_F(Collect, HashIsOfNamesAndContents) {
  folder_.write("affine.cpp", "1");
  folder_.write("relu.cpp", "2");
  const std::vector<std::string> names = {"affine.cpp", "relu.cpp"};
  const std::string hash = collect(folder_.path(), names).sha256;
  folder_.write("other.cpp", "3");
  EXPECT_EQ(collect(folder_.path(), names).sha256, hash);
  folder_.write("affine.cpp", "2");
  folder_.write("relu.cpp", "1");
  EXPECT_NE(collect(folder_.path(), names).sha256, hash);
}

TEST_F(Collect, SymbolicLink) {
  fs::create_symlink("/etc/passwd", file_);
  EXPECT_EQ(problem(), "affine.cpp is a symbolic link.");
}

TEST_F(Collect, DanglingLinkIsNotMissing) {
  fs::create_symlink("nowhere", file_);
  EXPECT_EQ(problem(), "affine.cpp is a symbolic link.");
}

TEST_F(Collect, Directory) {
  fs::create_directory(file_);
  EXPECT_EQ(problem(), "affine.cpp is a directory.");
}

TEST_F(Collect, PipeWithoutWriter) {
  ASSERT_EQ(mkfifo(file_.c_str(), 0644), 0);
  EXPECT_EQ(problem(), "affine.cpp is not a regular file.");
}

TEST_F(Collect, Socket) {
  const UniqueFd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  file_.string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(problem(), "affine.cpp is not a regular file.");
}

TEST_F(Collect, TooLarge) {
  folder_.write("affine.cpp", std::string(kMaxSourceBytes, ';'));
  EXPECT_NE(collect(folder_.path(), {"affine.cpp"}).find("affine.cpp"), nullptr);
  folder_.write("affine.cpp", std::string(kMaxSourceBytes + 1, ' '));
  EXPECT_EQ(problem(), "affine.cpp is larger than 256 KiB.");
}

TEST_F(Collect, SparseFileIsNotReadToItsEnd) {
  folder_.write("affine.cpp", "");
  fs::resize_file(file_, std::uintmax_t{1} << 40);
  EXPECT_EQ(problem(), "affine.cpp is larger than 256 KiB.");
}

TEST_F(Collect, ZeroBytes) {
  folder_.write("affine.cpp", std::string_view("int\0a;", 6));
  EXPECT_EQ(problem(), "affine.cpp is not text: byte 4 is zero.");
}

TEST_F(Collect, WhatNoCompilerCanRead) {
  folder_.write("affine.cpp", "");
  EXPECT_EQ(problem(), "affine.cpp is empty.");
  folder_.write("affine.cpp", " \n\t\r\n");
  EXPECT_EQ(problem(), "affine.cpp has nothing but white space in it.");
  folder_.write("affine.cpp", std::string_view("i\0n\0t\0 \0a\0;\0", 12));
  EXPECT_EQ(problem(), "affine.cpp is in UTF-16: save it as UTF-8.");
  folder_.write("affine.cpp", "../real/affine.cpp\n");
  EXPECT_EQ(problem(), "affine.cpp holds nothing but a path, as a link does where links cannot be kept.");
  folder_.write("affine.cpp", std::string("int a;") + std::string(512, '\0'));
  EXPECT_EQ(problem(), "affine.cpp ends in 512 zero bytes: save it again.");
}

TEST_F(Collect, UnreadableFile) {
  folder_.write("affine.cpp", "int a;");
  folder_.write("good.cpp", "int a;");
  chmod(file_.c_str(), 0);
  const testing::AsOrdinaryUser user;
  EXPECT_EQ(collect(folder_.path(), {"affine.cpp", "good.cpp"}).files.at(0).problem,
            "affine.cpp cannot be read: permission denied.");
}

TEST_F(Collect, UnreadableFolder) {
  folder_.write("affine.cpp", "");
  for (const mode_t mode : {0000u, 0444u, 0111u}) {
    chmod(folder_.path().c_str(), mode);
    const testing::AsOrdinaryUser user;
    EXPECT_EQ(error(folder_.path()),
              "The folder " + folder_.path().string() + " cannot be read: Permission denied.");
  }
  chmod(folder_.path().c_str(), 0755);
}

TEST_F(Collect, NoSuchFolder) {
  const std::string path = (folder_.path() / "nothing").string();
  EXPECT_EQ(error(path), "There is no folder " + path + ".");
}

TEST_F(Collect, FileInsteadOfFolder) {
  folder_.write("affine.cpp", "");
  EXPECT_EQ(error(file_), file_.string() + " is not a folder.");
}

TEST_F(Collect, NothingExpectedIsThere) {
  folder_.write("Affine.cpp", "");
  EXPECT_EQ(
      error(folder_.path(), {"affine.cpp", "relu.cpp"}),
      "The folder " + folder_.path().string() + " has none of the expected files: affine.cpp, relu.cpp.");
}

TEST_F(Collect, PathInMessageIsClean) {
  EXPECT_THAT(error("/nowhere/\x1b[31mred"), ::testing::Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace grader
