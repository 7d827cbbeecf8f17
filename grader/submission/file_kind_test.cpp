#include "grader/submission/file_kind.hpp"

#include <gtest/gtest.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using namespace std::string_view_literals;

TEST(FileKind, IsKnownByTheFirstBytes) {
  EXPECT_EQ(kind_of("PK\x03\x04...."), FileKind::archive);
  EXPECT_EQ(kind_of("Rar!\x1A\x07\x01"), FileKind::archive);
  EXPECT_EQ(kind_of("7z\xBC\xAF\x27\x1C"), FileKind::archive);
  EXPECT_EQ(kind_of(std::string(257, '\0') + "ustar"), FileKind::archive);
  EXPECT_EQ(kind_of("\x1F\x8B\x08"), FileKind::single_file_packed);
  EXPECT_EQ(kind_of("\xFD\x37zXZ\0"sv), FileKind::single_file_packed);
  EXPECT_EQ(kind_of("\xEF\xBB\xBF \r\n<!DOCTYPE HTML>"), FileKind::web_page);
  EXPECT_EQ(kind_of("%PDF-1.4"), FileKind::pdf);
  EXPECT_EQ(kind_of(""), FileKind::empty);
  EXPECT_EQ(kind_of("#include <backprop/affine.hpp>"), FileKind::other);
}

TEST(FileKind, OfAFileFollowsNoLink) {
  const testing::Folder folder;
  folder.write("real", "PK\x03\x04");
  std::filesystem::create_symlink("real", folder.path() / "link");
  EXPECT_EQ(kind_of_file(folder.path() / "real"), FileKind::archive);
  EXPECT_EQ(kind_of_file(folder.path() / "link"), FileKind::other);
  EXPECT_EQ(kind_of_file(folder.path()), FileKind::other);
  EXPECT_EQ(kind_of_file(folder.path() / "absent"), FileKind::other);
}

TEST(ArchiveStem, OfNamesThatArchivesHave) {
  EXPECT_EQ(archive_stem("alice.tar.gz"), "alice");
  EXPECT_EQ(archive_stem("HW.ZIP"), "HW");
  EXPECT_EQ(archive_stem("hw.tar-1.gz"), "hw.tar-1");
  EXPECT_EQ(archive_stem("affine.cpp.gz"), "affine.cpp");
  EXPECT_EQ(archive_stem("alice"), "");
  EXPECT_EQ(archive_stem(".zip"), "");
}

}  // namespace
}  // namespace grader
