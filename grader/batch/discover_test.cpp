#include "grader/batch/discover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/batch/gradescope_export.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using Form = Submission::Form;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> ids(const std::vector<Submission>& submissions) {
  std::vector<std::string> result;
  for (const Submission& each : submissions) result.push_back(each.id);
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
  const std::vector<Submission> found = discover(folder.path());
  EXPECT_THAT(ids(found), ElementsAre("alice", "bob", "carol", "dan", "eve", "mallory", "roster.csv"));
  EXPECT_EQ(found[0].form, Form::archive);
  EXPECT_EQ(found[1].form, Form::folder);
  EXPECT_EQ(found[4].form, Form::archive);
  EXPECT_EQ(found[5].form, Form::refused);
  EXPECT_EQ(found[6].form, Form::left_alone);
  EXPECT_EQ(found[6].problem, "roster.csv is neither a folder nor an archive: it was left alone.");
  EXPECT_THAT(found[5].problem, HasSubstr("symbolic link"));
  EXPECT_EQ(found[1].students.at(0).id, "bob");
}

TEST(Discover, CanvasFilesAreGatheredPerStudent) {
  const testing::Folder folder;
  for (const char* name : {"smithjohn_12347_1_affine.cpp", "smithjohn_12347_2_relu-1.cpp",
                           "doejane_LATE_99_3_hw.zip", "doejane_LATE_99_4_affine.cpp"})
    folder.write(name, "x");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("doejane_99", "smithjohn_12347"));
  EXPECT_EQ(found[1].form, Form::files);
  ASSERT_EQ(found[1].files.size(), 2u);
  EXPECT_EQ(found[1].files[1].name, "relu.cpp");
  ASSERT_EQ(found[1].notes.size(), 1u);
  EXPECT_THAT(found[1].notes[0], HasSubstr("relu-1.cpp is what Canvas calls a later upload"));
  EXPECT_EQ(found[1].students.at(0).late, "no");
  EXPECT_EQ(found[0].students.at(0).late, "yes");
  EXPECT_EQ(found[1].students.at(0).id, "12347");
  EXPECT_EQ(found[1].students.at(0).name, "smithjohn");
  EXPECT_EQ(found[0].files.size(), 2u);
}

TEST(Discover, WhatIsTypedIntoCanvasBelongsToItsStudent) {
  const testing::Folder folder;
  for (const char* name : {"doejane_99_text.html", "bobby_7_LATE_text.html", "smithjohn_LATE_12_link.html",
                           "smithjohn_LATE_12_3_affine.cpp"})
    folder.write(name, "x");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("bobby_7_LATE_text.html", "doejane_99", "smithjohn_12"));
  EXPECT_EQ(found[1].form, Form::files);
  EXPECT_EQ(found[1].students.at(0).id, "99");
  ASSERT_EQ(found[1].files.size(), 1u);
  EXPECT_EQ(found[1].files[0].name, "text.html");
  EXPECT_THAT(found[1].notes, ElementsAre(HasSubstr("read it yourself")));
  ASSERT_EQ(found[2].files.size(), 1u) << "the upload alone is graded";
  EXPECT_EQ(found[2].files[0].name, "affine.cpp");
  EXPECT_EQ(found[2].files[0].upload, 3u);
  EXPECT_EQ(found[2].students.at(0).late, "yes");
}

TEST(Discover, AFileInPlaceOfTheFolderIsSaid) {
  const testing::Folder folder;
  folder.write("class.zip", "PK\x03\x04");
  folder.write("roster.csv", "id\n");
  EXPECT_THAT(message_of([&] { discover(folder.path() / "class.zip"); }),
              HasSubstr("class.zip is an archive: unpack it, and give the folder"));
  EXPECT_THAT(message_of([&] { discover(folder.path() / "roster.csv"); }),
              HasSubstr("roster.csv is a file: give a folder"));
}

TEST(Discover, MoodlesFoldersAreOneRowAStudent) {
  const testing::Folder folder;
  for (const char* name : {"Ada_1_assignsubmission_file_", "Ada_1_assignsubmission_onlinetext_",
                           "Bob_2_assignsubmission_onlinetext_"})
    fs::create_directory(folder.path() / name);
  folder.write("Cay_3_assignsubmission_file_affine.cpp", "x");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("Ada_1", "Bob_2", "Cay_3"));
  EXPECT_EQ(found[0].source.filename(), "Ada_1_assignsubmission_file_");
  EXPECT_EQ(found[0].students.at(0).id, "Participant 1");
  EXPECT_EQ(found[1].form, Form::folder);
  EXPECT_THAT(found[1].notes, ElementsAre(HasSubstr("read it yourself")));
  EXPECT_EQ(found[2].form, Form::files);
  EXPECT_EQ(found[0].feedback_folder, "Ada_1_assignsubmission_file_");
  EXPECT_EQ(found[2].feedback_folder, "Cay_3_assignsubmission_file_");
}

TEST(Discover, BlackboardsNewestAttemptIsTaken) {
  const testing::Folder folder;
  for (const char* name :
       {"hw_ada_attempt_2026-11-29-10-00-59_affine.cpp", "hw_ada_attempt_2026-11-29-10-00-59.txt",
        "hw_ada_attempt_2026-11-28-08-00-00_affine.cpp"})
    folder.write(name, "x");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("ada"));
  EXPECT_EQ(found[0].files.size(), 2u);
  EXPECT_EQ(found[0].students.at(0).submitted_at, "2026-11-29 10:00:59");
  EXPECT_THAT(found[0].notes, ElementsAre(HasSubstr("Blackboard has 2 attempts")));
}

TEST(Discover, AnArchiveIsKnownByItsContent) {
  const testing::Folder folder;
  folder.write("alice", "PK\x03\x04");
  folder.write("bob.txt", "no archive");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("alice", "bob.txt"));
  EXPECT_EQ(found[0].form, Form::archive);
  EXPECT_EQ(found[1].form, Form::left_alone);
}

TEST(Discover, EachHasAReportOfItsOwn) {
  const testing::Folder folder;
  for (const char* name : {"bob", "Bob", "b\nob"}) fs::create_directory(folder.path() / name);
  for (const char* name : {"bob.zip", "bob.tar.gz", "=1+1.zip"}) folder.write(name, "");
  std::set<std::string> names;
  for (const Submission& each : discover(folder.path())) {
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
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_THAT(ids(found), ElementsAre("submission_12", "submission_13"));
  ASSERT_EQ(found[0].students.size(), 2u);
  EXPECT_EQ(found[0].students[0].id, "007");
  EXPECT_EQ(found[0].students[0].name, "Ada Lovelace");
  EXPECT_EQ(found[0].students[1].id, "charles@example.edu");
  EXPECT_EQ(found[0].students[1].submitted_at, "2026-01-02 03:04:05.000000000 Z");
  EXPECT_EQ(found[1].form, Form::refused);
  EXPECT_THAT(found[1].problem, HasSubstr("no such folder"));
}

// A folder that is missing, and an archive with its name: these are two submissions with two reports.
TEST(Discover, AMissingFolderSharesNoReport) {
  const testing::Folder folder;
  folder.write(kGradescopeMetadata, kMetadata);
  fs::create_directory(folder.path() / "submission_12");
  folder.write("submission_13.zip", "");
  const std::vector<Submission> found = discover(folder.path());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_NE(found[1].file_name, found[2].file_name);
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
