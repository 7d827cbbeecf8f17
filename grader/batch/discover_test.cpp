#include "grader/batch/discover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/batch/gradescope_export.hpp"
#include "grader/batch/safe_name.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using Form = Submission::Form;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> ids(const Discovery& discovery) {
  std::vector<std::string> result;
  for (const Submission& each : discovery.submissions) result.push_back(each.id);
  return result;
}

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Discover, FoldersArchivesAndWhatIsRefused) {
  const testing::Folder folder;
  fs::create_directory(folder.path() / "bob");
  for (const char* name : {"alice.zip", "carol.TAR.GZ", "dan.tgz", "eve.rar", "roster.csv", ".DS_Store"})
    folder.write(name, "");
  fs::create_symlink("/etc", folder.path() / "mallory");
  fs::create_directory(folder.path() / "__MACOSX");
  const Discovery found = discover(folder.path());
  EXPECT_THAT(ids(found), ElementsAre("alice", "bob", "carol", "dan", "eve", "mallory"));
  EXPECT_THAT(found.left_alone, ElementsAre("roster.csv"));
  EXPECT_EQ(found.submissions[0].form, Form::archive);
  EXPECT_EQ(found.submissions[1].form, Form::folder);
  EXPECT_EQ(found.submissions[4].form, Form::refused);
  EXPECT_THAT(found.submissions[5].problem, HasSubstr("symbolic link"));
  EXPECT_EQ(found.submissions[1].students.at(0).id, "bob");
}

TEST(Discover, EachHasAReportOfItsOwn) {
  const testing::Folder folder;
  for (const char* name : {"bob", "Bob", "b\nob"}) fs::create_directory(folder.path() / name);
  for (const char* name : {"bob.zip", "bob.tar.gz", "=1+1.zip"}) folder.write(name, "");
  std::set<std::string> names;
  for (const Submission& each : discover(folder.path()).submissions) {
    std::string lower = each.file_name;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    EXPECT_TRUE(names.insert(lower).second) << lower;
    EXPECT_EQ(lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_."), std::string::npos) << lower;
  }
  EXPECT_EQ(names.size(), 6u);
}

TEST(Discover, NothingThereIsAnError) {
  const testing::Folder folder;
  EXPECT_THAT(message_of([&] { discover(folder.path()); }), HasSubstr("no submission"));
  EXPECT_THAT(message_of([&] { discover(folder.path() / "missing"); }), HasSubstr("cannot be read"));
}

TEST(SafeName, KeepsNamesApart) {
  EXPECT_EQ(safe_name("alice-2.b"), "alice-2.b");
  EXPECT_NE(safe_name("a/b"), safe_name("a\\b"));
  EXPECT_TRUE(safe_name("../../etc/passwd").starts_with("_.._.._etc_passwd-"));
  EXPECT_TRUE(safe_name("").starts_with("_-"));
  EXPECT_NE(safe_name(std::string(300, 'a')), safe_name(std::string(301, 'a')));
  EXPECT_LT(safe_name(std::string(300, 'a')).size(), 100u);
}

constexpr const char* kMetadata = R"(---
submission_12:
  :submitters:
  - :name: Ada Lovelace
    :sid: '007'
    :email: ada@example.edu
  - :name: Charles Babbage
    :sid:
    :email: charles@example.edu
  :created_at: 2026-01-02 03:04:05.000000000 Z
  :score: 3.0
  :status: processed
submission_13:
  :submitters:
  - :name: Grace Hopper
    :sid: '008'
    :email: grace@example.edu
)";

TEST(Discover, GradescopeExport) {
  const testing::Folder folder;
  folder.write(kGradescopeMetadata, kMetadata);
  fs::create_directory(folder.path() / "submission_12");
  const Discovery found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("submission_12", "submission_13"));
  ASSERT_EQ(found.submissions[0].students.size(), 2u);
  EXPECT_EQ(found.submissions[0].students[0].id, "007");
  EXPECT_EQ(found.submissions[0].students[0].name, "Ada Lovelace");
  EXPECT_EQ(found.submissions[0].students[1].id, "charles@example.edu");
  EXPECT_EQ(found.submissions[1].form, Form::refused);
  EXPECT_THAT(found.submissions[1].problem, HasSubstr("no such folder"));
}

// A folder that is missing, and an archive of its name that somebody has put there: two submissions, two
// reports.
TEST(Discover, AMissingFolderSharesNoReport) {
  const testing::Folder folder;
  folder.write(kGradescopeMetadata, kMetadata);
  fs::create_directory(folder.path() / "submission_12");
  folder.write("submission_13.zip", "");
  const Discovery found = discover(folder.path());
  ASSERT_EQ(found.submissions.size(), 3u);
  EXPECT_NE(found.submissions[1].file_name, found.submissions[2].file_name);
}

TEST(GradescopeMetadata, ErrorsNameTheLine) {
  const testing::Folder folder;
  EXPECT_THAT(message_of([&] { read_gradescope_metadata(folder.path()); }), HasSubstr("is no file"));
  folder.write("m.yml", "submission_1:\n  :submitters: [\n");
  EXPECT_THAT(message_of([&] { read_gradescope_metadata(folder.path() / "m.yml"); }),
              HasSubstr("m.yml, line "));
  folder.write("m.yml", "a: {}\nb: 7\n");
  EXPECT_THAT(message_of([&] { read_gradescope_metadata(folder.path() / "m.yml"); }), HasSubstr("line 2: b"));
  folder.write("m.yml", "- a\n");
  EXPECT_THAT(message_of([&] { read_gradescope_metadata(folder.path() / "m.yml"); }), HasSubstr("no list"));
}

}  // namespace
}  // namespace grader
