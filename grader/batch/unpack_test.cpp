// Unpacks archives in the real sandbox.
#include "grader/batch/unpack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "grader/base/files.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::ArchiveEntry;
using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"affine.cpp", "relu.cpp"};

class Unpack : public ::testing::TestWithParam<const char*> {
 protected:
  fs::path archive() const { return folder_.path() / (std::string("in") + GetParam()); }
  std::variant<Unpacked, NotUnpacked> result(const std::vector<ArchiveEntry>& entries) {
    testing::write_archive(archive(), entries);
    return unpack(best_available(), archive(), kNames);
  }
  std::string refusal(const std::vector<ArchiveEntry>& entries) {
    const auto unpacked = result(entries);
    const auto* refused = std::get_if<NotUnpacked>(&unpacked);
    return refused ? refused->why : "unpacked";
  }
  testing::Folder folder_;
};

INSTANTIATE_TEST_SUITE_P(Formats, Unpack, ::testing::Values(".zip", ".tar.gz"));

TEST_P(Unpack, TakesTheExpectedFilesOnly) {
  const auto unpacked = result({{.path = "alice/affine.cpp", .bytes = "one"},
                                {.path = "./relu.cpp", .bytes = "two"},
                                {.path = "alice/notes.txt", .bytes = "three"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked));
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  EXPECT_EQ(read_file(files / "alice/affine.cpp"), "one");
  EXPECT_EQ(read_file(files / "relu.cpp"), "two");
  EXPECT_FALSE(fs::exists(files / "alice/notes.txt"));
}

// Names in other students' keyboard scripts, for the folder of the expected files and for files beside it.
TEST_P(Unpack, TakesThemFromFoldersWithAnyName) {
  const auto unpacked = result({{.path = "Übung 1/affine.cpp", .bytes = "one"},
                                {.path = "笔记/relu.cpp", .bytes = "two"},
                                {.path = "notes-\xff\xfe.txt", .bytes = "in no encoding"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked)) << std::get<NotUnpacked>(unpacked).why;
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  EXPECT_EQ(read_file(files / "Übung 1/affine.cpp"), "one");
  EXPECT_EQ(read_file(files / "笔记/relu.cpp"), "two");
}

TEST_P(Unpack, SaysWhichEntryIsInTheWay) {
  EXPECT_EQ(
      refusal({{.path = "a/affine.cpp", .bytes = "x"}, {.path = "a/affine.cpp/relu.cpp", .bytes = "x"}}),
      "one entry is in the way of another, a/affine.cpp/relu.cpp");
}

TEST_P(Unpack, RefusesPathsThatLeadOut) {
  EXPECT_THAT(refusal({{.path = "../affine.cpp", .bytes = "x"}}),
              HasSubstr("leads out of it, ../affine.cpp"));
  EXPECT_THAT(refusal({{.path = "a/../../affine.cpp", .bytes = "x"}}), HasSubstr("leads out of it"));
}

// Paths are read as tar and unzip read them: some tools pack whole paths, others a/../b.
TEST_P(Unpack, PutsAbsoluteAndWindingPathsBelowTheFolder) {
  const auto unpacked =
      result({{.path = "/tmp/affine.cpp", .bytes = "one"}, {.path = "a/../relu.cpp", .bytes = "two"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked)) << std::get<NotUnpacked>(unpacked).why;
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  EXPECT_EQ(read_file(files / "tmp/affine.cpp"), "one");
  EXPECT_EQ(read_file(files / "relu.cpp"), "two");
}

TEST_P(Unpack, KeepsWhatResemblesTheExpectedFilesAndArchives) {
  const auto unpacked = result({{.path = "Affine-1.cpp", .bytes = "one"},
                                {.path = "inner.zip", .bytes = "two"},
                                {.path = "relu.txt", .bytes = "three"},
                                {.path = ".relu.cpp.swp", .bytes = "four"},
                                {.path = "report.pdf", .bytes = "five"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked)) << std::get<NotUnpacked>(unpacked).why;
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  for (const char* name : {"Affine-1.cpp", "inner.zip", "relu.txt"})
    EXPECT_TRUE(fs::exists(files / name)) << name;
  for (const char* name : {".relu.cpp.swp", "report.pdf"}) EXPECT_FALSE(fs::exists(files / name)) << name;
}

// A flipped bit must be blamed on the archive, not reported as the student's compile error. A flipped bit in
// a header field without meaning is no error at all.
TEST_P(Unpack, NoFlippedBitReachesACompiler) {
  std::mt19937_64 random(11);
  std::string source;
  for (int i = 0; i < 4000; ++i) source += static_cast<char>('a' + random() % 26);
  testing::write_archive(archive(), {{.path = "affine.cpp", .bytes = source}});
  const std::string good = read_file(archive());
  std::size_t refused = 0;
  for (int i = 0; i < 40; ++i) {
    std::string bad = good;
    bad[random() % bad.size()] ^= static_cast<char>(1U << random() % 8);
    folder_.write(archive().filename(), bad);
    const auto unpacked = unpack(best_available(), archive(), kNames);
    if (std::holds_alternative<NotUnpacked>(unpacked)) {
      ++refused;
      continue;
    }
    const fs::path file = std::get<Unpacked>(unpacked).folder() / "affine.cpp";
    if (fs::exists(file)) {
      EXPECT_EQ(read_file(file), source) << i;
    }
  }
  EXPECT_GT(refused, 25u);
}

TEST_P(Unpack, MakesNoLinkTheArchiveWants) {
  const auto unpacked = result({{.path = "affine.cpp", .bytes = "", .repeat = 1, .symlink = "/etc/passwd"},
                                {.path = "out", .bytes = "", .repeat = 1, .symlink = "/tmp"},
                                {.path = "out/relu.cpp", .bytes = "x"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked));
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  EXPECT_NE(fs::read_symlink(files / "affine.cpp"), "/etc/passwd");
  EXPECT_FALSE(fs::exists(files / "affine.cpp"));
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(files / "out")));
}

TEST_P(Unpack, CutsWhatIsTooLarge) {
  const auto unpacked = result({{.path = "affine.cpp", .bytes = std::string(std::size_t{5} << 20, ' ')}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked));
  const auto size = fs::file_size(std::get<Unpacked>(unpacked).folder() / "affine.cpp");
  EXPECT_GT(size, kMaxSourceBytes) << "so that the grader says that it is too large";
  EXPECT_LE(size, std::size_t{2} << 20);
}

TEST_P(Unpack, PassesOverNamesThatNoFileCanHave) {
  const std::string long_name(300, 'n');
  const auto unpacked = result({{.path = long_name + ".cpp", .bytes = "one"},
                                {.path = long_name + "/affine.cpp", .bytes = "two"},
                                {.path = "relu.cpp", .bytes = "three"}});
  ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked)) << std::get<NotUnpacked>(unpacked).why;
  const fs::path files = std::get<Unpacked>(unpacked).folder();
  EXPECT_EQ(read_file(files / "relu.cpp"), "three");
  EXPECT_EQ(std::distance(fs::directory_iterator(files), fs::directory_iterator()), 1);
}

TEST_P(Unpack, RefusesBombs) {
  const std::string megabyte(std::size_t{1} << 20, '\0');
  EXPECT_THAT(refusal({{.path = "zeros", .bytes = megabyte, .repeat = 1025}}), HasSubstr("more than 1 GiB"));
  EXPECT_LT(fs::file_size(archive()), std::size_t{8} << 20);
}

TEST_P(Unpack, RefusesTooManyEntries) {
  EXPECT_THAT(refusal(std::vector<ArchiveEntry>(100'001, {.path = "x", .bytes = ""})),
              HasSubstr("100000 entries"));
}

TEST_P(Unpack, EveryDamageIsASentence) {
  std::mt19937_64 random(7);
  std::string noise;
  for (int i = 0; i < 3000; ++i) noise += static_cast<char>(random());
  testing::write_archive(archive(), {{.path = "affine.cpp", .bytes = noise}});
  const std::string good = read_file(archive());
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, std::size_t{20}, good.size() / 2, good.size() - 30}) {
    folder_.write(archive().filename(), good.substr(0, length));
    const auto unpacked = unpack(best_available(), archive(), kNames);
    // A zip without its central directory can still be read entry by entry.
    if (const auto* refused = std::get_if<NotUnpacked>(&unpacked)) {
      EXPECT_FALSE(refused->ours);
      EXPECT_THAT(refused->why, HasSubstr("it ")) << length;
    } else {
      EXPECT_EQ(length, good.size() - 30);
    }
  }
}

TEST(UnpackFile, IsKnownByItsContent) {
  const testing::Folder folder;
  const auto why = [&](const std::string& name) {
    const auto unpacked = unpack(best_available(), folder.path() / name, kNames);
    const auto* refused = std::get_if<NotUnpacked>(&unpacked);
    return refused ? refused->why : "unpacked";
  };
  testing::write_archive(folder.path() / "real.zip", {{.path = "affine.cpp", .bytes = "x"}});
  fs::rename(folder.path() / "real.zip", folder.path() / "hw.tar.gz");
  EXPECT_EQ(why("hw.tar.gz"), "unpacked");
  folder.write("page.zip", "<!DOCTYPE html><title>Please log in</title>");
  EXPECT_EQ(why("page.zip"), "it cannot be unpacked: it is a web page (HTML), and no archive");
  folder.write("text.zip", "hello");
  EXPECT_EQ(why("text.zip"), "it cannot be unpacked: it is no archive");
  folder.write("hw.rar", std::string_view("Rar!\x1A\x07\x01\0garbage", 15));
  EXPECT_THAT(why("hw.rar"), HasSubstr("it cannot be unpacked"));
}

TEST(UnpackFile, ASinglePackedFileAndOtherFormats) {
  const testing::Folder folder;
  folder.write("affine.cpp", "int a;");
  const std::string in = "cd " + folder.path().string() + " && ";
  ASSERT_EQ(
      std::system(
          (in + "gzip -k affine.cpp && tar -cJf hw.tar.xz affine.cpp && tar -cjf hw.tar-1.bz2 affine.cpp && "
                "tar --format=v7 -cf old.tar affine.cpp")
              .c_str()),
      0);
  for (const char* name : {"affine.cpp.gz", "hw.tar.xz", "hw.tar-1.bz2", "old.tar"}) {
    const auto unpacked = unpack(best_available(), folder.path() / name, kNames);
    ASSERT_TRUE(std::holds_alternative<Unpacked>(unpacked))
        << name << ' ' << std::get<NotUnpacked>(unpacked).why;
    EXPECT_EQ(read_file(std::get<Unpacked>(unpacked).folder() / "affine.cpp"), "int a;") << name;
  }
}

TEST(UnpackFile, ZipsOfOtherTools) {
  const testing::Folder folder;
  const fs::path zip = folder.path() / "hw.zip";
  std::vector<ArchiveEntry> entries = {{.path = "affine.cpp", .bytes = "int a;"}};
  const auto unpacked = [&] {
    const auto result = unpack(best_available(), zip, kNames);
    if (const auto* refused = std::get_if<NotUnpacked>(&result)) return refused->why;
    return read_file(std::get<Unpacked>(result).folder() / "affine.cpp");
  };
  testing::write_archive(zip, entries, "zip:zip64");
  EXPECT_EQ(unpacked(), "int a;");
  testing::write_archive(zip, entries, "zip:encryption=traditional");
  EXPECT_EQ(unpacked(), "it is encrypted: pack it without a password");
  testing::write_archive(zip, {});
  EXPECT_EQ(unpacked(), "it is empty");

  testing::write_archive(zip, entries);
  std::string bytes = read_file(zip);
  const std::string comment = "packed by hand";
  bytes[bytes.size() - 2] = static_cast<char>(comment.size());  // the last two bytes are its length
  folder.write("hw.zip", bytes + comment);
  EXPECT_EQ(unpacked(), "int a;");

  for (int i = 0; i < 3000; ++i) {
    entries.push_back({.path = "node_modules/" + std::to_string(i) + "/index.js", .bytes = "module"});
  }
  testing::write_archive(zip, entries);
  EXPECT_EQ(unpacked(), "int a;");
}

TEST(UnpackFile, WhatIsNoFile) {
  const testing::Folder folder;
  fs::create_directory(folder.path() / "a.zip");
  fs::create_symlink("/etc/passwd", folder.path() / "b.zip");
  for (const char* name : {"a.zip", "b.zip", "missing.zip"}) {
    EXPECT_TRUE(std::holds_alternative<NotUnpacked>(unpack(best_available(), folder.path() / name, kNames)))
        << name;
  }
}

}  // namespace
}  // namespace grader
