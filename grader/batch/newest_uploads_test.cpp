#include "grader/batch/newest_uploads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names_of(const Newest& newest) {
  std::vector<std::string> names;
  for (const LooseFile& file : newest.files) names.push_back(file.path.string() + " as " + file.name);
  return names;
}

Upload of_canvas(const std::string& name, const std::string& number) {
  return {.file = {number, name}, .attachment = number};
}

TEST(NewestUploads, CanvasNumbersEveryUpload) {
  const Newest newest = newest_uploads({of_canvas("affine.cpp", "998"), of_canvas("affine-2.cpp", "1002"),
                                        of_canvas("affine-1.cpp", "1001"), of_canvas("relu-1.cpp", "9"),
                                        of_canvas("hw-1.zip", "7"), of_canvas("two_layer_net.cpp", "8")});
  EXPECT_THAT(names_of(newest),
              ElementsAre("1002 as affine.cpp", "7 as hw-1.zip", "9 as relu.cpp", "8 as two_layer_net.cpp"));
  EXPECT_THAT(
      newest.notes,
      ElementsAre("Canvas has 3 uploads of affine.cpp: the newest by its number, affine-2.cpp (1002), "
                  "was graded.",
                  "relu-1.cpp is what Canvas calls a later upload of relu.cpp: it was graded as "
                  "relu.cpp."));
}

TEST(NewestUploads, AnArchiveLosesItsMarkOnlyBesideAnother) {
  EXPECT_THAT(names_of(newest_uploads({of_canvas("hw-1.tar.gz", "12"), of_canvas("hw.tar.gz", "11")})),
              ElementsAre("12 as hw.tar.gz"));
  EXPECT_THAT(names_of(newest_uploads({of_canvas("hw-1.zip", "12"), of_canvas("hw-2.zip", "11")})),
              ElementsAre("12 as hw-1.zip", "11 as hw-2.zip"));
  EXPECT_THAT(names_of(newest_uploads({of_canvas("relu-0a1b2c3d-0000-4000-8000-0123456789ab.cpp", "5"),
                                       of_canvas("a-b.cpp", "6")})),
              ElementsAre("6 as a-b.cpp", "5 as relu.cpp"));
}

TEST(NewestUploads, EveryFileOfCanvassHasItsNumber) {
  const Newest newest = newest_uploads({of_canvas("hw-1.zip", "12"), of_canvas("hw-2.zip", "13"),
                                        of_canvas("relu.cpp", std::string(30, '9'))});
  ASSERT_EQ(newest.files.size(), 3u);
  EXPECT_EQ(newest.files[0].upload, 12u);
  EXPECT_EQ(newest.files[1].upload, 13u);
  EXPECT_EQ(newest.files[2].upload, 0u) << "no number of Canvas's";
}

TEST(NewestUploads, BlackboardDatesEveryAttempt) {
  const auto of = [](const std::string& attempt, const std::string& name) {
    return Upload{.file = {attempt + name, "attempt_" + attempt + "/" + name}, .attempt = attempt};
  };
  const Newest newest =
      newest_uploads({of("2026-11-02-10-00-00", "affine.cpp"), of("2026-11-30-09-00-00", "affine.cpp"),
                      of("2026-11-30-09-00-00", "comments.txt"), of("2026-12-01-00-00-00", "comments.txt")});
  EXPECT_EQ(newest.attempt, "2026-11-30-09-00-00");
  EXPECT_EQ(newest.files.size(), 2u);
  EXPECT_THAT(newest.notes,
              ElementsAre("Blackboard has 2 attempts: the newest, of 2026-11-30-09-00-00, was graded."));
}

TEST(NewestUploads, WithoutAMarkEverythingIsKept) {
  const Newest newest = newest_uploads({{.file = {"a", "affine-1.cpp"}}, {.file = {"b", "affine.cpp"}}});
  EXPECT_THAT(names_of(newest), ElementsAre("a as affine-1.cpp", "b as affine.cpp"));
  EXPECT_THAT(newest.notes, IsEmpty());
  EXPECT_THAT(newest_uploads({}).files, IsEmpty());
}

}  // namespace
}  // namespace grader
