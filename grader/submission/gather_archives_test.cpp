// Archives within a submission.
#include "grader/submission/testing/gather_fixture.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

using GatherArchives = Gather;

/// Archives that are folders beside the submission, by the archive's name.
OpenArchive pretended(const fs::path& contents) {
  return [contents](const fs::path& archive, const std::vector<std::string>&) -> OpenedArchive {
    if (!fs::exists(contents / archive.filename())) throw InputError("it is damaged");
    return {contents / archive.filename(), nullptr};
  };
}

TEST_F(GatherArchives, OpensArchivesAndThoseWithinThemOnce) {
  const testing::Folder contents;
  const auto put = [&](const std::string& file, std::string_view text) {
    fs::create_directories((contents.path() / file).parent_path());
    contents.write(file, text);
  };
  add("hw.zip", "PK\x03\x04");
  put("hw.zip/inner.zip", "PK\x03\x04");
  put("inner.zip/work/affine.cpp", "a");
  put("inner.zip/third.zip", "PK\x03\x04");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(result_.folder, "hw.zip/inner.zip/work");
  EXPECT_THAT(notes(), HasSubstr("hw.zip/inner.zip/third.zip: it lies in an archive within an archive."));
}

TEST_F(GatherArchives, TwoArchivesAreBothOpened) {
  const testing::Folder contents;
  for (const char* name : {"one.zip", "two.zip"}) {
    add(name, "PK\x03\x04");
    fs::create_directory(contents.path() / name);
  }
  contents.write("one.zip/affine.cpp", "first");
  contents.write("two.zip/affine.cpp", "second");
  contents.write("two.zip/relu.cpp", "r");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "second") << "there is more work in it";
  EXPECT_THAT(notes(), HasSubstr("Graded: two.zip/. Other versions of affine.cpp are in one.zip/"));
}

TEST_F(GatherArchives, AnArchiveThatCannotBeOpenedIsANoteBesideFilesAndAnErrorAlone) {
  const testing::Folder contents;
  add("hw.zip", "PK\x03\x04");
  EXPECT_EQ(complaint({.open = pretended(contents.path())}), "hw.zip: it is damaged.");
  EXPECT_EQ(complaint(), "hw.zip: it is an archive: unpack it first.");
  add("affine.cpp", "a");
  gathered({.open = pretended(contents.path())});
  EXPECT_THAT(notes(), HasSubstr("hw.zip: it is damaged."));
}

}  // namespace
}  // namespace grader
