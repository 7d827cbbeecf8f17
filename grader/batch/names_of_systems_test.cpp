#include "grader/batch/names_of_systems.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

void expect(const std::string& name, const NameOfSystem& right) {
  const auto got = name_of_system(name);
  ASSERT_TRUE(got) << name;
  EXPECT_EQ(got->submission, right.submission) << name;
  EXPECT_EQ(got->id, right.id) << name;
  EXPECT_EQ(got->name, right.name) << name;
  EXPECT_EQ(got->file, right.file) << name;
  EXPECT_EQ(got->online_text, right.online_text) << name;
}

TEST(NameOfSystem, Canvas) {
  const NameOfSystem smith = {"smithjohn_12347", "12347", "smithjohn", "affine-1.cpp"};
  expect("smithjohn_12347_1_affine-1.cpp", smith);
  expect("smithjohn_LATE_12347_67890_affine-1.cpp", smith);
  expect("smithjohn_late_12347_67890_affine-1.cpp", smith);
  expect("o-neil_7_8_two_layer_net.cpp", {"o-neil_7", "7", "o-neil", "two_layer_net.cpp"});
  expect("smithjohn_12347_5_hw.tar-1.gz", {"smithjohn_12347", "12347", "smithjohn", "hw.tar-1.gz"});
}

TEST(NameOfSystem, CanvassTypedText) {
  expect("smithjohn_12347_text.html", {"smithjohn_12347", "12347", "smithjohn", "text.html", true});
  expect("smithjohn_LATE_12347_link.html", {"smithjohn_12347", "12347", "smithjohn", "link.html", true});
  EXPECT_EQ(name_of_system("smithjohn_LATE_12347_text.html")->late, "yes");
  expect("smithjohn_12347_5_text.html", {"smithjohn_12347", "12347", "smithjohn", "text.html"});
}

TEST(NameOfSystem, Moodle) {
  expect("Ada Lovelace_123_assignsubmission_file_",
         {"Ada Lovelace_123", "Participant 123", "Ada Lovelace", ""});
  expect("Ada Lovelace_123_assignsubmission_file",
         {"Ada Lovelace_123", "Participant 123", "Ada Lovelace", ""});
  expect("Ada_123_assignsubmission_file_hw_1.zip", {"Ada_123", "Participant 123", "Ada", "hw_1.zip"});
  expect("Ada_123_assignsubmission_onlinetext_", {"Ada_123", "Participant 123", "Ada", "", true});
}

TEST(NameOfSystem, Blackboard) {
  expect("HW 1_ada_attempt_2026-11-29-10-00-59_affine.cpp",
         {"ada", "ada", "", "attempt_2026-11-29-10-00-59/affine.cpp"});
  expect("HW 1_ada_attempt_2026-11-29-10-00-59.txt",
         {"ada", "ada", "", "attempt_2026-11-29-10-00-59/comments.txt"});
}

TEST(NameOfSystem, OtherNamesAreNobodys) {
  for (const char* name : {"alice", "alice.zip", "submission_12", "a1-gates_alice_2026", "x_1_", ""})
    EXPECT_FALSE(name_of_system(name)) << name;
  EXPECT_FALSE(name_of_system(std::string(100'000, '_')));
}

}  // namespace
}  // namespace grader
